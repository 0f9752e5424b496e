using System.Collections.Frozen;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A partner whose own system can be asked.</summary>
/// <param name="Partner">The partner, by the covenant's name.</param>
/// <param name="Adapter">How it is asked.</param>
/// <param name="Categories">The categories that its system knows of, by the covenant's names: it is asked for no others.</param>
/// <param name="AnswerWithin">How long an answer is waited for at most, whatever time the caller has.</param>
/// <param name="FreshFor">How old data may be before they are called stale.</param>
public sealed record Source(string Partner, IPartnerAdapter Adapter, IReadOnlySet<string> Categories, TimeSpan AnswerWithin, TimeSpan FreshFor);

/// <summary>The partners' systems that this installation can ask, by partnership. That one is here says nothing about whether it may be asked.</summary>
public sealed class Sources
{
    /// <summary>The most systems of one partnership: what they answer at their largest must fit on one page.</summary>
    public const int MaxPerPartnership = 6;

    /// <summary>None: partners push, and nobody is asked.</summary>
    public static readonly Sources None = new(new Dictionary<PartnershipId, IReadOnlyList<Source>>());

    private readonly FrozenDictionary<PartnershipId, Source[]> _sources;

    /// <summary>Makes the register.</summary>
    /// <param name="sources">The systems of each partnership, a partner at most once.</param>
    /// <exception cref="ArgumentException">A partnership has too many, or a partner has two.</exception>
    public Sources(IReadOnlyDictionary<PartnershipId, IReadOnlyList<Source>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Values.Any(s => s.Count > MaxPerPartnership || s.DistinctBy(x => x.Partner, StringComparer.Ordinal).Count() != s.Count))
            throw new ArgumentException($"A partnership has at most {MaxPerPartnership} systems to ask, and a partner one.", nameof(sources));
        _sources = sources.ToFrozenDictionary(s => s.Key, s => s.Value.OrderBy(x => x.Partner, StringComparer.Ordinal).ToArray());
    }

    /// <summary>The systems of a partnership, in the ordinal order of their partners.</summary>
    public IReadOnlyList<Source> Of(PartnershipId partnership) => _sources.GetValueOrDefault(partnership, []);
}
