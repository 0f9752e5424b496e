using System.Globalization;
using System.Text;

namespace Exchange.Disclosure;

/// <summary>
/// The last look at what is about to be released: does it still hold a name, number, address or account of the dossier? It shares nothing
/// with the redactor, neither code nor lists, so that one mistake is not made twice. It reads only the letters and digits of a text, as one
/// stream without spaces or signs, and walks them along one automaton (Aho and Corasick 1975) of everything that must not be there, in time
/// that grows with the text and not with the number of persons.
/// </summary>
public sealed class ReleaseGate
{
    private const int Alphabet = 36;
    private const int ShortestWord = 3;
    private const int ShortestNumber = 6;
    private const int ShortestInside = 6;

    private readonly List<int[]> _next = [];
    private readonly List<int> _fail = [];
    private readonly List<int> _length = [];

    /// <summary>Makes the gate of a dossier.</summary>
    /// <param name="persons">Everybody whom the dossier knows.</param>
    public ReleaseGate(IReadOnlyList<KnownPerson> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        AddState();
        foreach (var person in persons)
            Add(person);
        Link();
    }

    /// <summary>Whether a text holds an identifier of the dossier. If so it must not leave, and a person has to look at it.</summary>
    /// <param name="text">The text as it would be released.</param>
    public bool Blocks(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (letters, begins) = Stream(text);
        var state = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            state = _next[state][Index(letters[i])];
            for (var at = state; at != 0; at = _fail[at])
            {
                var length = _length[at];
                if (length == 0)
                    continue;

                // A short one must stand by itself: "ali" is in many a word. A long one is one wherever it stands.
                if (length >= ShortestInside || (begins[i - length + 1] && (i + 1 == letters.Length || begins[i + 1])))
                    return true;
            }
        }

        return false;
    }

    private void Add(KnownPerson person)
    {
        foreach (var name in person.FirstNames.Append(person.Surname).Concat(person.Aliases))
        {
            foreach (var word in name.Split(' ', '-', '\''))
                AddWord(word, ShortestWord);
            AddWord(name, ShortestWord);
        }

        AddWord(person.Prefix + person.Surname, ShortestWord);
        AddWord(person.Bsn, ShortestNumber);
        AddWord(person.BirthDate, ShortestNumber);
        foreach (var value in person.Phones.Concat(person.Emails).Concat(person.Handles))
            AddWord(value, ShortestNumber);
        foreach (var address in person.Addresses)
            AddWord(address.Split(',')[0], ShortestNumber);
    }

    private void AddWord(string word, int shortest)
    {
        var letters = Stream(word).Letters;
        if (letters.Length < shortest)
            return;
        var state = 0;
        foreach (var letter in letters)
        {
            var index = Index(letter);
            if (_next[state][index] == 0)
                _next[state][index] = AddState();
            state = _next[state][index];
        }

        _length[state] = letters.Length;
    }

    // Breadth first: where to go on when the next letter does not fit, so that no letter is read twice.
    private void Link()
    {
        var queue = new Queue<int>(_next[0].Where(s => s != 0));
        while (queue.TryDequeue(out var state))
        {
            for (var index = 0; index < Alphabet; index++)
            {
                var child = _next[state][index];
                if (child == 0)
                {
                    _next[state][index] = _next[_fail[state]][index];
                }
                else
                {
                    _fail[child] = _next[_fail[state]][index];
                    queue.Enqueue(child);
                }
            }
        }
    }

    private int AddState()
    {
        _next.Add(new int[Alphabet]);
        _fail.Add(0);
        _length.Add(0);
        return _next.Count - 1;
    }

    // The letters and digits of a text in lower case and without marks, and which of them begin a word.
    private static (string Letters, List<bool> Begins) Stream(string text)
    {
        var letters = new StringBuilder(text.Length);
        var begins = new List<bool>(text.Length);
        var begin = true;
        foreach (var rune in Whole(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Plain(rune) is { } c)
            {
                letters.Append(c);
                begins.Add(begin);
                begin = false;
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
            {
                begin = true;
            }
        }

        return (letters.ToString(), begins);
    }

    private static char? Plain(Rune rune)
    {
        if (Rune.IsDigit(rune))
            return (char)('0' + (int)Rune.GetNumericValue(rune));
        var lower = Rune.ToLowerInvariant(rune).Value;
        return lower switch
        {
            >= 'a' and <= 'z' => (char)lower,
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'а' => 'a',
            'е' => 'e',
            'о' => 'o',
            'р' => 'p',
            'с' => 'c',
            'у' => 'y',
            'х' => 'x',
            'і' => 'i',
            _ => null,
        };
    }

    private static int Index(char c) => c <= '9' ? c - '0' : c - 'a' + 10;

    // Half a surrogate pair cannot be normalised, and is no letter.
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune);
        return whole.ToString();
    }
}
