using System.Buffers;
using System.IO.Pipelines;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// Answers a stream of JSON lines: one line out per line in, in order, in memory that does not grow with the stream. What is
/// answered is flushed before more input is waited for, so that the other side may converse.
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
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
        var overlong = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = Answer(read.Buffer, writer, ref overlong);
            if (read.IsCompleted)
            {
                if (overlong || rest.Length > 0)
                    AnswerLine(overlong ? default : rest, overlong, writer);
                await writer.FlushAsync(cancellation);
                await reader.CompleteAsync();
                await writer.CompleteAsync();
                return _unreadable;
            }

            if (rest.Length > MostLineBytes)
            {
                overlong = true;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            await writer.FlushAsync(cancellation);
        }
    }

    /// <summary>Answers the whole lines of a buffer and gives what is left.</summary>
    private ReadOnlySequence<byte> Answer(ReadOnlySequence<byte> buffer, PipeWriter writer, ref bool overlong)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            AnswerLine(buffer.Slice(0, end), overlong, writer);
            overlong = false;
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        return buffer;
    }

    private void AnswerLine(ReadOnlySequence<byte> line, bool overlong, PipeWriter writer)
    {
        if (overlong || line.Length > MostLineBytes || _reader.Read(line) is not { } input)
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
