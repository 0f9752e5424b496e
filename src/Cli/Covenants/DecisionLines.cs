using System.Buffers;
using System.IO.Pipelines;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// Answers a stream of JSON lines: one line out per line in, in order, in memory that does not grow with the stream.
/// </summary>
internal sealed class DecisionLines(Covenant covenant)
{
    /// <summary>A longer line is unreadable; it is skipped without being kept.</summary>
    internal const int MostLineBytes = 64 * 1024;

    private readonly DecisionLineReader _reader = new();
    private readonly Dictionary<Decision, byte[]> _written = [];
    private long _unreadable;

    /// <summary>Answers all lines.</summary>
    /// <returns>How many lines were unreadable.</returns>
    public async Task<long> RunAsync(Stream input, Stream output, CancellationToken cancellation)
    {
        await JsonLines.RunAsync(input, output, MostLineBytes, Answer, cancellation);
        return _unreadable;
    }

    private void Answer(ReadOnlySequence<byte> line, bool overlong, PipeWriter writer)
    {
        if (overlong || _reader.Read(line) is not { } input)
        {
            _unreadable++;
            writer.Write("""{"level":"none","article":null,"reason":"INVALID_INPUT"}"""u8);
        }
        else
        {
            writer.Write(Written(covenant.Decide(input)));
        }

        writer.Write("\n"u8);
    }

    private byte[] Written(Decision decision)
    {
        if (!_written.TryGetValue(decision, out var bytes))
            _written[decision] = bytes = DecisionJson.Write(decision);
        return bytes;
    }
}
