// The signs beside the composer.
export const EMOJI = [..."👍🙂😀😂😉😍🙏🎉😅😢🤔😮👋✅👌💪👏🔥☕🌱🏡📦🚚⭐", "❤️", "☀️", "🙈", "💡", "📷", "📞"];
