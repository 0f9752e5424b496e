using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>For whom the persons in the texts of a case are numbered: everybody of one meeting, or one partner for one purpose.</summary>
/// <param name="Key">The key under which persons are known again; two views with different keys have nothing in common.</param>
/// <param name="Seen">The sections of which somebody there sees something: those are numbered first, so that no other changes a number.</param>
/// <param name="MayTell">Whether the texts of a section may tell what another tells of somebody's relation to the subject.</param>
public sealed record PersonView(ReadOnlyMemory<byte> Key, IReadOnlySet<SectionId> Seen, Func<Section, SectionId, bool> MayTell)
{
    /// <summary>
    /// The secret of the meeting, where numbers are drawn by what the texts say and not by who is named; null where they are drawn by who
    /// somebody is, so that a number stays what it is though none is kept.
    /// </summary>
    public ReadOnlyMemory<byte>? Meeting { get; init; }
}
