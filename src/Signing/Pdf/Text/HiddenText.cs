using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Text;

/// <summary>Follows marked content (ISO 32000-2, 14.6) for what is declared to read as nothing: an empty replacement text
/// (14.9.4), as the letters within pictures of seals have.</summary>
internal sealed class HiddenText
{
    private int _depth;
    private int _hiddenFrom;

    public bool IsHidden => _hiddenFrom > 0;

    public void Begin(PdfDictionary? properties)
    {
        _depth++;
        if (!IsHidden && properties?["ActualText"] is PdfString { Bytes.Length: 0 })
        {
            _hiddenFrom = _depth;
        }
    }

    public void End()
    {
        if (_depth == 0)
        {
            return;
        }

        if (_depth == _hiddenFrom)
        {
            _hiddenFrom = 0;
        }

        _depth--;
    }
}
