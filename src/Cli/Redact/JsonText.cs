using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Exchange.Cli.Redact;

/// <summary>A JSON string as it was written, half surrogate pairs included: the framework's reader refuses those.</summary>
internal static class JsonText
{
    /// <summary>The text at which a reader stands.</summary>
    public static string Read(ref Utf8JsonReader json)
    {
        var bytes = json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan;
        var raw = Encoding.UTF8.GetString(bytes);
        if (!json.ValueIsEscaped)
            return raw;
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(raw[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var other => other,
            });
        }

        return text.ToString();
    }
}
