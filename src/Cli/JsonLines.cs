using System.Buffers;
using System.IO.Pipelines;

namespace Exchange.Cli;

/// <summary>
/// A stream of lines that are answered one by one, in order, in memory that does not grow with the stream. What is answered is flushed
/// before more input is waited for, so that the other side may converse.
/// </summary>
internal static class JsonLines
{
    /// <summary>Answers a line.</summary>
    /// <param name="line">The line, without its end; empty when it is too long.</param>
    /// <param name="overlong">Whether it is longer than is kept.</param>
    /// <param name="writer">Where the answer goes, with its own end.</param>
    public delegate void Answer(ReadOnlySequence<byte> line, bool overlong, PipeWriter writer);

    // UTF-8's byte order mark, with which some programs begin a file and which a reader may ignore (RFC 8259 §8.1).
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Answers all lines.</summary>
    /// <param name="input">The lines; the last may lack its end.</param>
    /// <param name="output">Where the answers go.</param>
    /// <param name="longest">The most bytes of a line; a longer one is skipped without being kept.</param>
    /// <param name="answer">Answers one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(Stream input, Stream output, int longest, Answer answer, CancellationToken cancellation)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
        var (begun, overlong) = (false, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            if (!begun && (read.IsCompleted || !MayBecomeMark(rest)))
            {
                begun = true;
                if (StartsWithMark(rest))
                    rest = rest.Slice(Mark.Length);
            }

            while (begun && rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                overlong |= line.Length > longest;
                answer(overlong ? default : line, overlong, writer);
                overlong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                overlong |= rest.Length > longest;
                if (overlong || rest.Length > 0)
                    answer(overlong ? default : rest, overlong, writer);
                await writer.FlushAsync(cancellation);
                await reader.CompleteAsync();
                await writer.CompleteAsync();
                return;
            }

            if (rest.Length > longest)
            {
                overlong = true;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            await writer.FlushAsync(cancellation);
        }
    }

    private static bool StartsWithMark(ReadOnlySequence<byte> buffer) => buffer.Length >= Mark.Length && First(buffer, Mark.Length).SequenceEqual(Mark);

    // A part of it, of which the rest may still come.
    private static bool MayBecomeMark(ReadOnlySequence<byte> buffer) =>
        buffer.Length < Mark.Length && First(buffer, (int)buffer.Length).SequenceEqual(Mark[..(int)buffer.Length]);

    private static ReadOnlySpan<byte> First(ReadOnlySequence<byte> buffer, int count) => buffer.Slice(0, count).ToArray();
}
