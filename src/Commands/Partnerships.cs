using System.Collections.Frozen;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>The partnerships of this installation, each with the covenant that decides in it.</summary>
public sealed class Partnerships
{
    private readonly FrozenDictionary<string, Covenant> _covenants;

    /// <summary>Makes the register.</summary>
    public Partnerships(IReadOnlyDictionary<PartnershipId, Covenant> covenants) =>
        _covenants = covenants.ToFrozenDictionary(p => p.Key.Value, p => p.Value, StringComparer.Ordinal);

    /// <summary>The partnerships.</summary>
    public IEnumerable<PartnershipId> All => _covenants.Keys.Select(id => new PartnershipId(id));

    /// <summary>The covenant of a partnership, or null when there is no such partnership.</summary>
    public Covenant? Find(string partnership) => _covenants.GetValueOrDefault(partnership);
}
