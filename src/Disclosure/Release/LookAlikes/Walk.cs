using System.Runtime.InteropServices;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>The walk of <see cref="LookAlikes"/>, step by step. People are sets of cases, one bit each.</summary>
internal sealed class Walk
{
    private readonly Population _population;
    private readonly IReadOnlyList<ShownValue> _shown;
    private readonly HashSet<(SectionId, Trait)> _seen;
    private readonly Candidate[] _candidates;
    private readonly int[] _rungs;
    private readonly Dictionary<(Trait, int), ulong[]> _holding = [];
    private readonly ulong[] _all;
    private Dictionary<Trait, int> _needs = [];

    public Walk(IReadOnlyList<ShownValue> shown, IReadOnlyList<Candidate> candidates, Population population)
    {
        (_shown, _population) = (shown, population);
        _seen = [.. shown.Select(v => (v.Section, v.Trait))];
        _candidates =
        [
            .. candidates.Where(c => c.Ladder.Count > 0)
                .OrderBy(c => c.Category, StringComparer.Ordinal)
                .ThenBy(c => c.Source, StringComparer.Ordinal)
                .ThenBy(c => c.Field, StringComparer.Ordinal)
                .ThenBy(c => c.Section.Value, StringComparer.Ordinal),
        ];
        if (_candidates.DistinctBy(c => (c.Section, c.Field)).Count() != _candidates.Length)
            throw new ArgumentException("A field of a section has one value.", nameof(candidates));
        _rungs = new int[_candidates.Length];
        _all = population.Members.ToArray();
        Measure();
    }

    /// <summary>How many people fit what is shown and what is left of the candidates.</summary>
    public int Fitting { get; private set; }

    /// <summary>Whether as many fit once all candidates are gone.</summary>
    public bool CanReach(int k) => LookAlikes.Count(_shown, _population) >= k;

    public void Step()
    {
        var (without, best, bestCount, bestSupport) = (Others(), -1, -1, 0);
        for (var i = 0; i < _candidates.Length; i++)
        {
            if (IsGone(i))
                continue;
            var (count, support) = (CountAfter(i, without), SupportOf(i));
            if (count > bestCount || (count == bestCount && support < bestSupport))
                (best, bestCount, bestSupport) = (i, count, support);
        }

        _rungs[best]++;
        Measure();
    }

    public IReadOnlyList<ShownValue> Left() => [.. Current()];

    private bool IsGone(int candidate) => _rungs[candidate] == _candidates[candidate].Ladder.Count;

    private IEnumerable<ShownValue> Current() =>
        _candidates.Zip(_rungs).Where(c => c.Second < c.First.Ladder.Count).Select(c => c.First.At(c.Second));

    private void Measure()
    {
        _needs = LookAlikes.Needs(_shown.Concat(Current()));
        var fitting = (ulong[])_all.Clone();
        foreach (var (trait, times) in _needs)
            LookAlikes.And(fitting, Holding(trait, times));
        Fitting = _population.Count(fitting);
    }

    // For each need, who fits all the others: what is before it and what is after it.
    private Dictionary<Trait, ulong[]> Others()
    {
        var needs = _needs.ToArray();
        var others = new Dictionary<Trait, ulong[]>(needs.Length);
        var before = (ulong[])_all.Clone();
        foreach (var (trait, times) in needs)
        {
            others.Add(trait, (ulong[])before.Clone());
            LookAlikes.And(before, Holding(trait, times));
        }

        var after = (ulong[])_all.Clone();
        for (var i = needs.Length - 1; i >= 0; i--)
        {
            LookAlikes.And(others[needs[i].Key], after);
            LookAlikes.And(after, Holding(needs[i].Key, needs[i].Value));
        }

        return others;
    }

    // What attendees saw of the section already stays needed, whatever becomes of the candidate.
    private int CountAfter(int candidate, Dictionary<Trait, ulong[]> others)
    {
        var (now, next) = (_candidates[candidate].At(_rungs[candidate]), _rungs[candidate] + 1);
        if (_seen.Contains((now.Section, now.Trait)))
            return Fitting;
        var fitting = (ulong[])others[now.Trait].Clone();
        if (_needs[now.Trait] > 1)
            LookAlikes.And(fitting, Holding(now.Trait, _needs[now.Trait] - 1));
        if (next < _candidates[candidate].Ladder.Count)
        {
            var then = _candidates[candidate].At(next);
            var isSeen = _seen.Contains((then.Section, then.Trait));
            LookAlikes.And(fitting, Holding(then.Trait, _needs.GetValueOrDefault(then.Trait) + (isSeen ? 0 : 1)));
        }

        return _population.Count(fitting);
    }

    private int SupportOf(int candidate)
    {
        var trait = _candidates[candidate].At(_rungs[candidate]).Trait;
        return _population.Count(Holding(trait, _needs[trait]));
    }

    private ulong[] Holding(Trait trait, int times)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_holding, (trait, times), out _);
        if (known is null)
        {
            known = _population.Holding(trait, times);
            LookAlikes.And(known, _all);
        }

        return known;
    }
}
