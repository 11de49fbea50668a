using QRCoder;

namespace Market.Marketplace.Documents;

/// <summary>The modules of a QR code by row and column, true for dark, without the quiet zone.</summary>
internal static class QrModules
{
    private const int QuietZone = 4;

    public static bool[,] Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var edge = code.ModuleMatrix.Count - (2 * QuietZone);
        var modules = new bool[edge, edge];
        for (var row = 0; row < edge; row++)
        {
            for (var column = 0; column < edge; column++)
            {
                modules[row, column] = code.ModuleMatrix[row + QuietZone][column + QuietZone];
            }
        }

        return modules;
    }
}
