using System.Globalization;

namespace Exchange.Dossiers;

/// <summary>
/// What a signed request is evidence of. Each kind has a maker of its own, so that an identifier of one kind is never taken for
/// another's.
/// </summary>
public sealed record EvidencePlace
{
    private EvidencePlace(string kind, string id, int version)
    {
        Kind = kind;
        Id = id;
        Version = version;
    }

    /// <summary>The kind, as it is stored: <c>section</c>, <c>answer</c>, <c>glass</c>, <c>document</c>.</summary>
    public string Kind { get; }

    /// <summary>The identifier, of its kind.</summary>
    public string Id { get; }

    /// <summary>The version, from 1; always 1 of what has no versions.</summary>
    public int Version { get; }

    /// <summary>
    /// A version of a section; the last may be the one that withdraws it. The request that opens a case is evidence of the section that
    /// says who it is about.
    /// </summary>
    public static EvidencePlace Section(SectionId section, int version) => new("section", section.Value, version);

    /// <summary>An answer to a request, by its number from 1.</summary>
    public static EvidencePlace Answer(RequestId request, int answer) => new("answer", request.Value, answer);

    /// <summary>The breaking of a glass, by the random id that its entry names.</summary>
    public static EvidencePlace Glass(string glass) => new("glass", glass, 1);

    /// <summary>A document, by what its source said of it: its digest stands for its content.</summary>
    public static EvidencePlace Document(DocumentId document) => new("document", document.Value, 1);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}/{Id}/{Version}");
}
