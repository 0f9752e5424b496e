using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Dossiers;

/// <summary>
/// A partial date in stored content: its ISO 8601 text. Left to itself the serialiser reads a struct through its default
/// constructor, and every date would come back as none.
/// </summary>
internal sealed class PartialDateJson : JsonConverter<PartialDate>
{
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && PartialDate.TryParse(reader.GetString(), out var date)
            ? date
            : throw new JsonException("A partial date is a text such as 1970, 1970-05 or 1970-05-31.");

    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options)
    {
        if (!PartialDate.IsValid(value.Year, value.Month, value.Day))
            throw new JsonException("The default value of a partial date is no date and is not stored.");
        writer.WriteStringValue(value.ToString());
    }
}
