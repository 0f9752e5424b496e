using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Dossiers;

/// <summary>
/// What a section says: its fields by the names that the covenant gives them, in ordinal order, so that equal contents have
/// equal bytes.
/// </summary>
/// <param name="Fields">Field name to value; a field without a value is absent.</param>
public sealed record SectionContent(ImmutableSortedDictionary<string, FieldValue> Fields)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A content without fields.</summary>
    public static readonly SectionContent Empty = new(ImmutableSortedDictionary.Create<string, FieldValue>(StringComparer.Ordinal));

    /// <summary>A content of the given fields.</summary>
    public static SectionContent Of(params ReadOnlySpan<(string Name, FieldValue Value)> fields)
    {
        var builder = Empty.Fields.ToBuilder();
        foreach (var (name, value) in fields)
            builder.Add(name, value);
        return new SectionContent(builder.ToImmutable());
    }

    /// <summary>The content as it is kept: UTF-8 JSON, encrypted before it reaches a store.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(Fields, Json);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static SectionContent FromBytes(ReadOnlySpan<byte> bytes)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, FieldValue>>(bytes, Json)
            ?? throw new JsonException("A section's content is an object.");
        return new SectionContent(fields.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
