namespace Market.Signing.Pdf.Sealing;

/// <summary>Draws stamps over pages.</summary>
internal static class StampWriter
{
    public static void Write(DocumentEdits edits, PlacementResolver places, IReadOnlyList<PageStamp> stamps)
    {
        foreach (var stamp in stamps)
        {
            var (page, drawing) = (places.PageAt(stamp.Page), stamp.Draw());
            var part = PicturePart.Whole(drawing);
            edits.Overlay(page, drawing, part, Placement.Of(page, part, stamp.Centre.X - (drawing.Width / 2), stamp.Centre.Y - (drawing.Height / 2)));
        }
    }
}
