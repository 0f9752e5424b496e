using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Exchange.Disclosure;

namespace Exchange.Cli.Redact;

/// <summary>
/// Answers a stream of JSON lines: one line out per line in, in order. Each line is a view of its own: persons are counted anew.
/// </summary>
internal sealed class RedactLines
{
    /// <summary>A longer line is unreadable; it is skipped without being kept.</summary>
    internal const int MostLineBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();
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
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Plain))
        {
            if (!overlong && RedactLine.Read(line) is { } asked)
            {
                Write(json, asked);
            }
            else
            {
                _unreadable++;
                json.WriteStartObject();
                json.WriteNull("id");
                json.WriteNull("text");
                json.WriteStartArray("spans");
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        writer.Write(_line.WrittenSpan);
        writer.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, RedactLine asked)
    {
        var redacted = TextRedactor.Dutch.Open(asked.Known).Redact(asked.Text);
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(asked.Id);
        json.WriteString("text", Whole(redacted.Text));
        json.WriteStartArray("spans");
        var points = new CodePoints(asked.Text);
        foreach (var span in redacted.Spans)
        {
            json.WriteStartObject();
            json.WriteNumber("start", points.At(span.Start));
            json.WriteNumber("end", points.At(span.End));
            json.WriteString("category", NameOf(span.Category));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameOf(RedactionCategory category) => JsonNamingPolicy.CamelCase.ConvertName(category.ToString());

    // Half a surrogate pair is no text, and no JSON: it is shown as what cannot be shown.
    private static string Whole(string text)
    {
        StringBuilder? whole = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            whole ??= new StringBuilder(text);
            whole[i] = '\uFFFD';
        }

        return whole?.ToString() ?? text;
    }
}
