using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Market.Marketplace.Tests;

/// <summary>Speaks just enough of the Tabular Data Stream protocol (MS-TDS) to let the real client log in and run one
/// command: every query is answered with one row holding the integer 1.</summary>
internal sealed class FakeSqlServer : IAsyncDisposable
{
    private const byte SqlBatch = 1;
    private const byte RemoteProcedure = 3;
    private const byte TransactionManager = 0x0E;
    private const byte Login = 0x10;
    private const byte PreLogin = 0x12;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FakeSqlServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};Database=market;User Id=sa;Password=none;Encrypt=Optional;Pooling=false;Connect Timeout=10";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        try
        {
            while (true)
            {
                var type = await ReadMessageAsync(stream);
                using var answer = new MemoryStream();
                await using (var writer = new BinaryWriter(answer, Encoding.Unicode, leaveOpen: true))
                {
                    Answer(writer, type);
                }

                var length = (int)answer.Length + 8;
                await stream.WriteAsync(new byte[] { 4, 1, (byte)(length >> 8), (byte)length, 0, 51, 1, 0 }, _stop.Token);
                await stream.WriteAsync(answer.ToArray(), _stop.Token);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or IOException)
        {
            // The client has hung up.
        }
    }

    // Packets of eight header bytes and a body; the lowest bit of the second byte marks a message's last packet.
    private async Task<byte> ReadMessageAsync(NetworkStream stream)
    {
        var header = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(header, _stop.Token);
            await stream.ReadExactlyAsync(new byte[((header[2] << 8) | header[3]) - 8], _stop.Token);
        }
        while ((header[1] & 1) == 0);
        return header[0];
    }

    private static void Answer(BinaryWriter writer, byte type)
    {
        switch (type)
        {
            case PreLogin:
                AnswerPreLogin(writer);
                break;
            case Login:
                AnswerLogin(writer);
                break;
            case SqlBatch or RemoteProcedure or TransactionManager:
                AnswerOne(writer);
                break;
            default:
                throw new InvalidOperationException($"The client sent a message of the unknown type {type}.");
        }
    }

    private static void AnswerPreLogin(BinaryWriter writer)
    {
        // Version 16, no encryption, instance accepted, thread id none, no multiple result sets.
        (byte Token, byte[] Value)[] options = [(0, [16, 0, 16, 0, 0, 0]), (1, [2]), (2, [0]), (3, []), (4, [0])];
        var offset = (options.Length * 5) + 1;
        foreach (var (token, value) in options)
        {
            writer.Write([token, (byte)(offset >> 8), (byte)offset, (byte)(value.Length >> 8), (byte)value.Length]);
            offset += value.Length;
        }

        writer.Write((byte)0xFF);
        foreach (var (_, value) in options)
        {
            writer.Write(value);
        }
    }

    private static void AnswerLogin(BinaryWriter writer)
    {
        const string Program = "Microsoft SQL Server";

        // The collation of the server, without which the client cannot encode text parameters.
        writer.Write((byte)0xE3);
        writer.Write((ushort)8);
        writer.Write([7, 5, 0x09, 0x04, 0xD0, 0x00, 0x34, 0]);
        writer.Write((byte)0xAD);
        writer.Write((ushort)(1 + 4 + 1 + (2 * Program.Length) + 4));
        writer.Write([1, 0x74, 0, 0, 4, (byte)Program.Length]);
        writer.Write(Encoding.Unicode.GetBytes(Program));
        writer.Write([16, 0, 0x10, 0]);
        WriteDone(writer, rows: 0);
    }

    private static void AnswerOne(BinaryWriter writer)
    {
        // One column "c" of the type int, one row.
        writer.Write((byte)0x81);
        writer.Write([1, 0, 0, 0, 0, 0, 0, 0, 0x38, 1]);
        writer.Write(Encoding.Unicode.GetBytes("c"));
        writer.Write((byte)0xD1);
        writer.Write(1);
        WriteDone(writer, rows: 1);
    }

    private static void WriteDone(BinaryWriter writer, long rows)
    {
        writer.Write((byte)0xFD);
        writer.Write((ushort)(rows == 0 ? 0 : 0x10));
        writer.Write((ushort)0xC1);
        writer.Write(rows);
    }
}
