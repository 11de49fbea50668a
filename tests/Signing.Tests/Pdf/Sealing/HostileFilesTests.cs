using System.Diagnostics;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>Deterministic damage: whatever a file holds, it is read or refused with a code, soon and in little memory.</summary>
public sealed class HostileFilesTests
{
    private const int MutationsPerSeed = 250;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly string[] Words =
    [
        "/Prev 0", "/Size 99999999", "/Length 999999999", "/Kids[2 0 R]", "/Count 2147483647", "<<<<<<<<", "[[[[[[[[", "9999999999", "-1", "endobj",
        "/W[8 8 8]", "/Index[0 4000000]", "/Filter[/Fl/Fl/Fl/Fl]", "/Predictor 15/Columns 16000000", "/ByteRange[0 1 2 3]", "null", "2147483647 65535 R",
    ];

    [Theory]
    [InlineData("letter.pdf", false)]
    [InlineData("letter.pdf", true)]
    [InlineData("site-plan-a1.pdf", false)]
    [InlineData("site-plan-a1.pdf", true)]
    [InlineData("sunlight-review.pdf", false)]
    [InlineData("technical-review.pdf", true)]
    public async Task A_mutated_file_is_read_or_refused_but_never_breaks_the_reader(string name, bool isSealed)
    {
        var original = await File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken);
        if (isSealed)
        {
            original = await Sealing.SealAsync(original, Sealing.Options(new SealImpression(1, 100, 100, Sealing.UnitSeal)));
        }

        using var key = TestKeys.Create();
        var numbers = new Sequence((uint)name.Length + (isSealed ? 77u : 1u));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < MutationsPerSeed; i++)
        {
            var mutated = Mutate(original, numbers);
            using var input = new MemoryStream(mutated, writable: false);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                PdfInspector.Inspect(input);
                await PdfSealer.SealAsync(input, Stream.Null, key, Sealing.Options(), tsa: null, TestContext.Current.CancellationToken);
            }
            catch (Exception refused) when (refused is PdfFormatException or SealRefusedException)
            {
                Assert.NotEmpty(refused.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, long.MinValue, 256L << 20);
        }

        // No measure of speed: only a hang would take this long.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Longest);
    }

    [Fact]
    public void A_bomb_in_an_object_stream_is_refused()
    {
        var bomb = Market.Signing.Pdf.Filters.FlateFilter.Encode(new byte[100 << 20]);
        var text = PdfText.OnePage("/AcroForm 5 0 R");
        text.Raw("").Object(4, $"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {bomb.Length}>>stream\n{System.Text.Encoding.Latin1.GetString(bomb)}\nendstream");
        var hidden = text.Length;
        text.Raw($"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Index[5 1]/Filter/AHx/Length 9>>stream\n02000400>\nendstream\nendobj\n");
        text.End($"/Size 7/Root 1 0 R/XRefStm {hidden}");
        using var stream = text.Open();

        var refused = Assert.Throws<PdfFormatException>(() => PdfInspector.Inspect(stream));

        Assert.Equal(PdfFormatException.LimitExceeded, refused.Code);
    }

    private static byte[] Mutate(byte[] original, Sequence numbers)
    {
        var bytes = original.ToArray();
        for (var changes = 1 + numbers.Next(4); changes > 0; changes--)
        {
            // Structure lies at the end, so half of the changes go there.
            var at = numbers.Next(2) == 0 ? numbers.Next(bytes.Length) : Math.Max(0, bytes.Length - 1 - numbers.Next(3000));
            switch (numbers.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << numbers.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)('0' + numbers.Next(10));
                    break;
                case 2:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                case 3:
                    var word = System.Text.Encoding.ASCII.GetBytes(Words[numbers.Next(Words.Length)]);
                    bytes = [.. bytes[..at], .. word, .. bytes[at..]];
                    break;
                case 4:
                    var length = Math.Min(numbers.Next(200), bytes.Length - at);
                    bytes = [.. bytes[..at], .. bytes[(at + length)..], 0x20];
                    break;
                default:
                    var copied = Math.Min(20, bytes.Length - at);
                    bytes.AsSpan(at, copied).CopyTo(bytes.AsSpan(numbers.Next(bytes.Length - copied + 1)));
                    break;
            }
        }

        return bytes;
    }

    /// <summary>The same numbers every time (xorshift).</summary>
    private sealed class Sequence(uint seed)
    {
        private uint _state = (seed * 2654435761u) | 1;

        public int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)below);
        }
    }
}
