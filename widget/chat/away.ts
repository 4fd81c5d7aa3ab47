// A connection that has been away for so long that the visitor is told, and the seconds until the next try.
import type { Standing } from "./link.ts";

const CUT_OFF_MS = 4000;
const TICK_MS = 500;

export class Away {
  isCutOff = false;
  private since = 0;
  private clock = 0;

  /** `changed` when it is cut off, or is not any more; `ticked` twice a second in between. */
  constructor(
    private readonly changed: () => void,
    private readonly ticked: () => void,
  ) {}

  /** Says whether the connection is away now. */
  note(standing: Standing): boolean {
    const isAway = standing === "waiting" || standing === "trying" || standing === "refused";
    if (!isAway) this.since = 0;
    else this.since ||= Date.now();
    clearInterval(this.clock);
    if (isAway) this.clock = window.setInterval(() => this.tick(), TICK_MS);
    this.tick();
    return isAway;
  }

  private tick(): void {
    const before = this.isCutOff;
    this.isCutOff = !!this.since && Date.now() - this.since >= CUT_OFF_MS;
    if (this.isCutOff !== before) this.changed();
    else this.ticked();
  }
}
