using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// A case as it is seen anonymised in one meeting: what is left of each version of a section, made once and then kept, so that no
/// value differs between callers, gateways or moments (DESIGN §5). Who sees which of it the articles say.
/// </summary>
/// <param name="Sections">What is left of each section, by its id and version.</param>
public sealed record FrozenCase(ImmutableDictionary<(SectionId Section, int Version), FrozenSection> Sections)
{
    /// <summary>What a case has at the first look in a meeting.</summary>
    public static readonly FrozenCase Empty = new(ImmutableDictionary<(SectionId, int), FrozenSection>.Empty);

    // Generalised values are nothing that anybody could contribute, so only here they have a form; and what is not generalised has none.
    private static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { GeneralisedOnly } },
    };

    /// <summary>
    /// Every number that persons were given in the meeting, also in sections that were corrected or withdrawn since; none in what was
    /// made before persons had numbers of the whole view.
    /// </summary>
    public IEnumerable<KeyValuePair<string, int>> Numbers => Sections.Values.SelectMany(s => s.Numbers).DistinctBy(n => n.Key, StringComparer.Ordinal);

    /// <summary>Whether everything that a covenant needs of these sections is there.</summary>
    /// <param name="covenant">The covenant that decides.</param>
    /// <param name="sections">All sections of the case.</param>
    public bool IsWhole(Covenant covenant, IEnumerable<Section> sections)
    {
        ArgumentNullException.ThrowIfNull(covenant);
        ArgumentNullException.ThrowIfNull(sections);
        var digest = DigestOf(covenant);
        return sections.All(section => Holds(section, digest));
    }

    /// <summary>What is left of a section.</summary>
    /// <param name="section">The section.</param>
    /// <exception cref="KeyNotFoundException">Nothing was made of this version of it.</exception>
    public SectionContent ContentOf(Section section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Sections[(section.Id, section.Version)].Content;
    }

    /// <summary>The case in the form in which it is kept: UTF-8 JSON, encrypted before it reaches a store.</summary>
    /// <exception cref="NotSupportedException">A value is none that generalising makes.</exception>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(
        Sections
            .OrderBy(s => s.Key.Section.Value, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Version)
            .Select(s => new Kept(s.Key.Section.Value, s.Key.Version, s.Value.Covenant, s.Value.Category, s.Value.Source, new(s.Value.Content.Fields))
            {
                Numbers = s.Value.Numbers.IsEmpty ? null : new(s.Value.Numbers),
            }),
        Json);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static FrozenCase FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sections = Empty.Sections.ToBuilder();
            foreach (var kept in JsonSerializer.Deserialize<List<Kept?>>(bytes, Json) ?? throw new JsonException("A frozen case is a list of sections."))
            {
                if (kept is null || kept.Fields.ContainsValue(null!))
                    throw new JsonException("A section or a value is missing.");
                var content = new SectionContent(kept.Fields.ToImmutableSortedDictionary(StringComparer.Ordinal));
                var numbers = (kept.Numbers ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
                if (!sections.TryAdd((new SectionId(kept.Section), kept.Version), new FrozenSection(kept.Covenant, kept.Category, kept.Source, content) { Numbers = numbers }))
                    throw new JsonException("A section is there twice.");
            }

            return new FrozenCase(sections.ToImmutable());
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("A frozen case holds generalised values only.", e);
        }
    }

    internal static string DigestOf(Covenant covenant) => Convert.ToHexStringLower(covenant.Digest.Span);

    internal bool Holds(Section section, string digest) =>
        Sections.TryGetValue((section.Id, section.Version), out var known) && known.Covenant == digest;

    private static void GeneralisedOnly(JsonTypeInfo info)
    {
        if (info.Type != typeof(FieldValue))
            return;
        info.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "t",
            DerivedTypes =
            {
                new JsonDerivedType(typeof(TextValue), "text"),
                new JsonDerivedType(typeof(AgeBandValue), "ages"),
                new JsonDerivedType(typeof(DistrictValue), "area"),
                new JsonDerivedType(typeof(CountValue), "count"),
            },
        };
    }

    private sealed record Kept(string Section, int Version, string Covenant, string Category, string Source, Dictionary<string, FieldValue> Fields)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Dictionary<string, int>? Numbers { get; init; }
    }
}
