using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Disclosure.Statistics;

/// <summary>Published cells as JSON, to be kept between editions: an array of objects with edition, measure, at and value.</summary>
public static class EditionFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The same cells in the same order give the same text.</summary>
    /// <param name="kept">The cells.</param>
    public static string Write(IReadOnlyList<PublishedCell> kept) => JsonSerializer.Serialize(kept, Strict);

    /// <summary>
    /// The cells that <see cref="Write"/> wrote. Whatever else it is given it refuses: an edition that cannot be read must not pass for one
    /// that published nothing.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is not a list of published cells.</exception>
    public static IReadOnlyList<PublishedCell> Read(string json)
    {
        var kept = JsonSerializer.Deserialize<List<PublishedCell>>(json, Strict) ?? throw new JsonException("A list of cells is expected.");
        return kept.Exists(cell => cell is null || cell.At.Values.Any(category => category is null))
            ? throw new JsonException("A cell is expected where null stands.")
            : kept;
    }
}
