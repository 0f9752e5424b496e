using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>Finds the subject that a BSN belongs to without keeping the BSN: by a keyed hash of it.</summary>
internal sealed class SubjectIndex(BlindIndex index, IDossierStore store)
{
    private const string BsnField = "bsn";

    /// <summary>The subject that a BSN belongs to, or null when none is known.</summary>
    public Task<SubjectId?> FindAsync(PartnershipId partnership, string bsn, CancellationToken cancellation) =>
        store.FindSubjectAsync(partnership, index.Of(partnership, BsnField, bsn), cancellation);

    /// <summary>The subject of an identity section, known or new, and its blind index when the section has a BSN.</summary>
    public async Task<(SubjectId Subject, ReadOnlyMemory<byte>? Index)> ResolveAsync(
        PartnershipId partnership, SectionContent identity, CancellationToken cancellation)
    {
        if (identity.Fields.GetValueOrDefault(BsnField) is not TextValue { Text: var bsn })
            return (SubjectId.Create(), null);
        ReadOnlyMemory<byte> hash = index.Of(partnership, BsnField, bsn);
        var known = await store.FindSubjectAsync(partnership, hash, cancellation).ConfigureAwait(false);
        return (known ?? SubjectId.Create(), hash);
    }
}
