using System.Buffers;
using System.Text;
using System.Text.Json;
using Exchange.Disclosure;

namespace Exchange.Cli.Redact;

/// <summary>
/// One line of <c>exchange redact</c>. Strict about the line: an object with a text. Generous about persons: a list may be one value, a
/// value may be an object, and what has an unknown key is redacted as an alias is: what is ignored might be a name.
/// </summary>
/// <param name="Id">The id as it was written, as JSON.</param>
/// <param name="Text">The text; half surrogate pairs are kept.</param>
/// <param name="Known">The persons of the dossier.</param>
internal sealed record RedactLine(string Id, string Text, IReadOnlyList<KnownPerson> Known)
{
    /// <summary>Reads a line; null when it is unreadable.</summary>
    public static RedactLine? Read(ReadOnlySequence<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return Read(ref json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static RedactLine? Read(ref Utf8JsonReader json)
    {
        var (id, text, known) = ("null", (string?)null, new List<KnownPerson>());
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = JsonText.Read(ref json);
            json.Read();
            if (key == "id" && json.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null)
            {
                id = json.TokenType == JsonTokenType.String ? "\"" + Encoding.UTF8.GetString(Bytes(ref json)) + "\"" : Encoding.UTF8.GetString(Bytes(ref json));
            }
            else if (key == "text" && json.TokenType == JsonTokenType.String)
            {
                text = JsonText.Read(ref json);
            }
            else if (key == "known" && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    known.Add(Person(ref json));
            }
            else if (key == "known" && json.TokenType == JsonTokenType.Null)
            {
                continue;
            }
            else
            {
                return null;
            }
        }

        return text is not null && json.TokenType == JsonTokenType.EndObject && !json.Read() ? new RedactLine(id, text, known) : null;
    }

    private static KnownPerson Person(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return new KnownPerson { Aliases = Texts(ref json) };
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = JsonText.Read(ref json);
            json.Read();
            var into = Keys.Contains(key) ? key : "aliases";
            if (!values.TryGetValue(into, out var texts))
                values[into] = texts = [];
            if (into == "addresses" && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    texts.Add(string.Join(' ', Texts(ref json)));
            }
            else
            {
                texts.AddRange(Texts(ref json));
            }
        }

        return new KnownPerson
        {
            FirstNames = All("firstNames"),
            Surname = One("surname"),
            Prefix = One("prefix"),
            Initials = One("initials"),
            Aliases = All("aliases"),
            BirthDate = One("birthDate"),
            Bsn = One("bsn"),
            Addresses = All("addresses"),
            Phones = All("phones"),
            Emails = All("emails"),
            Handles = All("handles"),
            Relationship = One("relationship"),
        };

        List<string> All(string key) => values.GetValueOrDefault(key) ?? [];

        string One(string key) => string.Join(' ', All(key));
    }

    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "firstNames", "surname", "prefix", "initials", "aliases", "birthDate", "bsn", "addresses", "phones", "emails", "handles", "relationship",
    };

    // Every text and number within a value, however deep.
    private static List<string> Texts(ref Utf8JsonReader json)
    {
        var texts = new List<string>();
        var depth = json.CurrentDepth;
        do
        {
            if (json.TokenType == JsonTokenType.String)
                texts.Add(JsonText.Read(ref json));
            else if (json.TokenType == JsonTokenType.Number)
                texts.Add(Encoding.UTF8.GetString(Bytes(ref json)));
        }
        while (!(json.CurrentDepth == depth && json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) && json.Read());
        return texts;
    }

    private static byte[] Bytes(ref Utf8JsonReader json) => json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan.ToArray();
}
