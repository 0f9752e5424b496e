using System.Numerics;
using System.Runtime.InteropServices;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The people among whom look-alikes are counted. Of each case it knows a number that stands for the person, an area, and generalised
/// values; nothing that was contributed. It never changes: a part of it is another one over the same numbers.
/// </summary>
/// <remarks>
/// Somebody fits values when one case of that person holds all of them, each as often as it is shown. Two cases of one person are one
/// person; a field that a case does not hold fits nothing.
/// </remarks>
public sealed class Population
{
    private const int Word = 64;

    private readonly Data _data;
    private readonly ulong[] _members;

    private Population(Data data, ulong[] members) => (_data, _members) = (data, members);

    /// <summary>Nobody: nothing structured is released anonymised among them.</summary>
    public static Population Empty { get; } = new Builder().Build();

    /// <summary>How many distinct persons there are.</summary>
    public int Size => Count(_members);

    /// <summary>The people whose area this is; an area that nobody has gives nobody.</summary>
    public Population Within(string area) => Where(i => _data.Areas[i] == area);

    /// <summary>The people but one.</summary>
    /// <param name="person">The number that stands for that person in this population.</param>
    public Population Without(UInt128 person) => Where(i => _data.Persons[i] != person);

    /// <summary>The cases in which everybody of this population is.</summary>
    internal ReadOnlySpan<ulong> Members => _members;

    /// <summary>The cases, of this population or not, that hold a value at least some times.</summary>
    internal ulong[] Holding(Trait trait, int times)
    {
        var cases = new ulong[_members.Length];
        if (_data.Numbers.TryGetValue(trait, out var number))
        {
            foreach (var (@case, held) in CollectionsMarshal.AsSpan(_data.Holders[number]))
            {
                if (held >= times)
                    cases[@case / Word] |= 1UL << (@case % Word);
            }
        }

        return cases;
    }

    /// <summary>How many distinct persons a set of cases is about.</summary>
    internal int Count(ReadOnlySpan<ulong> cases)
    {
        var count = 0;
        if (_data.IsOneEach)
        {
            foreach (var word in cases)
                count += BitOperations.PopCount(word);
            return count;
        }

        // The cases of one person stand next to each other.
        UInt128? last = null;
        for (var i = 0; i < cases.Length; i++)
        {
            for (var word = cases[i]; word != 0; word &= word - 1)
            {
                var person = _data.Persons[(i * Word) + BitOperations.TrailingZeroCount(word)];
                if (person == last)
                    continue;
                (count, last) = (count + 1, person);
            }
        }

        return count;
    }

    private Population Where(Predicate<int> isIn)
    {
        var members = (ulong[])_members.Clone();
        for (var i = 0; i < _data.Persons.Length; i++)
        {
            if (!isIn(i))
                members[i / Word] &= ~(1UL << (i % Word));
        }

        return new Population(_data, members);
    }

    /// <summary>What parts of one population share; the cases in the order of their persons.</summary>
    private sealed record Data(
        UInt128[] Persons, string?[] Areas, Dictionary<Trait, int> Numbers, List<List<(int Case, int Times)>> Holders, bool IsOneEach);

    /// <summary>Gathers a population, case by case.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<Trait, int> _numbers = [];
        private readonly List<(UInt128 Person, string? Area, (int Number, int Times)[] Held)> _cases = [];

        /// <summary>Adds a case.</summary>
        /// <param name="person">A number that stands for its subject: the same in every case of that person, of nobody else, and of no use elsewhere.</param>
        /// <param name="area">Where the subject lives, by the covenant's table; null when that is unknown or sources disagree.</param>
        /// <param name="held">The values of its sections; see <see cref="Ladders.HeldBy"/>.</param>
        public void Add(UInt128 person, string? area, IEnumerable<Candidate> held)
        {
            ArgumentNullException.ThrowIfNull(held);
            var times = new Dictionary<int, int>();
            foreach (var candidate in held)
            {
                foreach (var value in candidate.Ladder.Distinct())
                {
                    var trait = new Trait(candidate.Category, candidate.Source, candidate.Field, value);
                    if (!_numbers.TryGetValue(trait, out var number))
                        _numbers.Add(trait, number = _numbers.Count);
                    CollectionsMarshal.GetValueRefOrAddDefault(times, number, out _)++;
                }
            }

            _cases.Add((person, area, [.. times.Select(t => (t.Key, t.Value))]));
        }

        /// <summary>The population of what was added.</summary>
        public Population Build()
        {
            var sorted = _cases.OrderBy(c => c.Person).ToList();
            var holders = _numbers.Select(_ => new List<(int, int)>()).ToList();
            var members = new ulong[(sorted.Count + Word - 1) / Word];
            for (var i = 0; i < sorted.Count; i++)
            {
                members[i / Word] |= 1UL << (i % Word);
                foreach (var (number, times) in sorted[i].Held)
                    holders[number].Add((i, times));
            }

            return new Population(
                new Data(
                    [.. sorted.Select(c => c.Person)],
                    [.. sorted.Select(c => c.Area)],
                    new Dictionary<Trait, int>(_numbers),
                    holders,
                    sorted.DistinctBy(c => c.Person).Count() == sorted.Count),
                members);
        }
    }
}
