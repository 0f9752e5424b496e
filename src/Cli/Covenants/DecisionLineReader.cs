using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// Reads one line as a decision input. Strict about shape, so that no key is silently ignored: an object of known keys, each at
/// most once, with texts or nulls. Lenient about words: one that means nothing is an unknown input.
/// </summary>
internal sealed class DecisionLineReader
{
    internal static readonly string[] Keys =
        ["partner", "role", "relation", "forum", "purpose", "case", "consent", "secrecy", "handling", "category", "source", "date", "minor"];

    private static readonly byte[][] Utf8Keys = [.. Keys.Select(System.Text.Encoding.UTF8.GetBytes)];

    private readonly string?[] _values = new string?[Keys.Length];

    /// <summary>The input, or null when the line is unreadable.</summary>
    public DecisionInput? Read(ReadOnlySequence<byte> line)
    {
        try
        {
            return ReadValues(new Utf8JsonReader(line)) ? Input() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8, or half a surrogate pair.
            return null;
        }
    }

    private bool ReadValues(Utf8JsonReader json)
    {
        Array.Clear(_values);
        var seen = 0;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref json);
            if (key < 0 || (seen & (1 << key)) != 0)
                return false;
            seen |= 1 << key;
            json.Read();
            if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                return false;
            _values[key] = json.GetString();
        }

        return json.TokenType == JsonTokenType.EndObject && !json.Read();
    }

    private static int KeyOf(ref Utf8JsonReader json)
    {
        for (var key = 0; key < Utf8Keys.Length; key++)
        {
            if (json.ValueTextEquals(Utf8Keys[key]))
                return key;
        }

        return -1;
    }

    private DecisionInput Input() => new(
        Partner: _values[0],
        Role: _values[1],
        Roles: _values[1] is { } role ? [role] : null,
        Relation: Words.Parse<Relation>(_values[2]),
        Forum: _values[3],
        Purpose: _values[4],
        Case: Words.Parse<CaseState>(_values[5]),
        Consent: Words.Parse<ConsentStatus>(_values[6]),
        Secrecy: Words.Parse<Secrecy>(_values[7]),
        Handling: Words.Parse<Handling>(_values[8]),
        Category: _values[9],
        Source: _values[10],
        Date: DateOnly.TryParseExact(_values[11], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        Minor: Words.Parse<Minority>(_values[12]),
        Restriction: Restriction.None); // the line has no word for it: it asks about a case whose processing is not restricted
}
