"""QR codes as rows of light and dark, for whoever draws them."""

MOST = 300
"""Longer texts make codes that phones read badly."""


def qr_rows(text: str) -> list[str]:
    """Rows of "0" and "1", dark where there is a 1; none for what is too long."""
    from qrcode.constants import ERROR_CORRECT_L  # a tenth of a second that few processes need
    from qrcode.main import QRCode

    if len(text) > MOST:
        return []
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
