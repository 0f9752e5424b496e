using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>Makes the table of a dossier from what the dossier says of each person.</summary>
internal sealed class DossierReader(Lexicon lexicon)
{
    private const int ShortestStreet = 3;
    private const int ShortestPiece = 4;

    private static readonly Dictionary<ulong, string[]> ShortForms = ReadShortForms();

    private readonly NormalText _normal = new();
    private readonly List<string> _pieces = [];

    /// <summary>The table of a dossier.</summary>
    public KnownDossier Read(IReadOnlyList<KnownPerson> persons)
    {
        var dossier = new KnownDossier(persons);
        for (var i = 0; i < persons.Count; i++)
            Read(dossier, i, persons[i]);
        return dossier;
    }

    private void Read(KnownDossier dossier, int person, KnownPerson known)
    {
        var first = new List<string>();
        foreach (var name in known.FirstNames)
        {
            var pieces = Pieces(name);
            first.AddRange(pieces.Where(p => p.Length > 1));
            AddNames(dossier, person, pieces, KnownKinds.Name | KnownKinds.Bare);
        }

        foreach (var name in first.ToList())
            AddShortForms(dossier, person, name);

        var surname = Pieces(known.Prefix.Length > 0 ? known.Prefix + " " + known.Surname : known.Surname).ToList();
        AddNames(dossier, person, surname, KnownKinds.Name | KnownKinds.Surname | (surname.Exists(IsParticle) ? KnownKinds.None : KnownKinds.Bare));
        AddJoined(dossier, person, first, surname, known.Initials);
        foreach (var alias in known.Aliases)
        {
            var pieces = Pieces(alias);
            AddNames(dossier, person, pieces, KnownKinds.Name | (pieces.Exists(IsParticle) ? KnownKinds.None : KnownKinds.Bare));
            AddTight(dossier, person, alias);
            foreach (var piece in pieces.ToList())
                AddShortForms(dossier, person, piece);
        }

        foreach (var address in known.Addresses)
            AddAddress(dossier, person, address);
        foreach (var handle in known.Handles.Concat(known.Emails.Select(e => e.Split('@')[0])))
        {
            AddTight(dossier, person, handle);
            AddNames(dossier, person, Pieces(handle).Where(p => p.Length >= ShortestPiece && !IsOrdinary(p)).ToList(), KnownKinds.Name | KnownKinds.Handle);
        }

        AddYear(dossier, known.BirthDate);
    }

    // The words of a name, made plain and small; spellings with ö as oe beside those with o.
    private List<string> Pieces(string text)
    {
        _pieces.Clear();
        AddPieces(text);
        if (text.AsSpan().IndexOfAny("öÖüÜäÄåÅøØ") >= 0)
            AddPieces(text.Replace("ö", "oe").Replace("Ö", "Oe").Replace("ü", "ue").Replace("Ü", "Ue").Replace("ä", "ae").Replace("Ä", "Ae").Replace("å", "aa").Replace("Å", "Aa").Replace("ø", "oe").Replace("Ø", "Oe"));
        return _pieces;
    }

    private void AddPieces(string text)
    {
        Normaliser.Read(text, 0, text.Length, _normal);
        var bytes = _normal.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!IsLetter(bytes[i]))
                continue;
            var from = i;
            while (i < bytes.Length && IsLetter(bytes[i]))
                i++;
            _pieces.Add(string.Create(i - from, bytes[from..i], static (to, letters) =>
            {
                for (var k = 0; k < to.Length; k++)
                    to[k] = (char)(letters[k] | 0x20);
            }));
        }
    }

    private void AddNames(KnownDossier dossier, int person, List<string> pieces, KnownKinds kinds)
    {
        var main = pieces.Exists(p => p.Length > 1 && !IsParticle(p));
        foreach (var piece in pieces)
        {
            if (piece.Length < 2 || (main && IsParticle(piece)))
                continue;
            AddName(dossier, person, piece, kinds);

            // El, Al and Ben are often written as one with what follows, and often left out.
            foreach (var prefix in Fused)
            {
                if (piece.Length >= prefix.Length + Spelling.Shortest && piece.StartsWith(prefix, StringComparison.Ordinal) && !IsOrdinary(piece[prefix.Length..]))
                    AddName(dossier, person, piece[prefix.Length..], kinds);
            }
        }

        if (pieces.Count is > 1 and <= 6)
            AddName(dossier, person, string.Concat(pieces), kinds);
        for (var i = 0; i + 1 < pieces.Count && pieces.Count <= 8; i++)
        {
            if (!main || !IsParticle(pieces[i]) || !IsParticle(pieces[i + 1]))
                AddName(dossier, person, pieces[i] + pieces[i + 1], kinds);
        }
    }

    private static readonly string[] Fused = ["el", "al", "ben", "bou", "ait", "abou", "abu"];

    private static void AddName(KnownDossier dossier, int person, string plain, KnownKinds kinds)
    {
        var word = dossier.Add(plain, person, kinds);
        Span<byte> letters = stackalloc byte[plain.Length <= 256 ? plain.Length : 0];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = (byte)plain[i];
        if (letters.Length >= 3)
            dossier.AddLikeness(letters, word.Number);
    }

    private static void AddShortForms(KnownDossier dossier, int person, string name)
    {
        SoundKey.Of(System.Text.Encoding.Latin1.GetBytes(name), true, out var key, out _);
        if (!ShortForms.TryGetValue(key, out var forms))
            return;
        foreach (var form in forms)
            dossier.Add(form, person, KnownKinds.Name);
    }

    // What people make of a whole name in a handle or in haste: pietdevries, pdevries, devriespiet.
    private static void AddJoined(KnownDossier dossier, int person, List<string> first, List<string> surname, string initials)
    {
        if (surname.Count == 0)
            return;
        var last = string.Concat(surname);
        foreach (var name in first)
        {
            dossier.Add(name + last, person, KnownKinds.Name);
            dossier.Add(last + name, person, KnownKinds.Name);
            dossier.Add(name[0] + last, person, KnownKinds.Name);
            dossier.Add(last + name[0], person, KnownKinds.Name);
        }

        var letters = initials.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant).ToArray();
        if (letters.Length == 0)
            letters = [.. first.Select(f => f[0])];
        if (letters.Length == 0)
            return;
        var all = new string(letters);
        dossier.Add(all + last, person, KnownKinds.Name);
        dossier.Add(all + string.Concat(surname.Select(s => s[0])), person, KnownKinds.Name | KnownKinds.Initials);
        dossier.Add(all[..1] + string.Concat(surname.Select(s => s[0])), person, KnownKinds.Name | KnownKinds.Initials);
        if (all.Length > 1)
            dossier.Add(all, person, KnownKinds.Name | KnownKinds.Initials);
    }

    private void AddAddress(KnownDossier dossier, int person, string address)
    {
        AddPostcode(dossier, person, address);
        var number = address.AsSpan().IndexOfAnyInRange('0', '9');
        var street = Pieces(number > 0 ? address[..number] : address);
        if (street.Count is > 1 and <= 5)
            dossier.Add(string.Concat(street), person, KnownKinds.Address | KnownKinds.Street);
        var pieces = Pieces(address);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Length >= ShortestStreet && !IsParticle(piece) && (lexicon.Find(piece) & (WordKinds.Keep | WordKinds.Function | WordKinds.Determiner)) == 0)
                dossier.Add(piece, person, KnownKinds.Address);
            if (i + 1 < pieces.Count && pieces[i + 1].Length > 2)
                dossier.Add(piece + pieces[i + 1], person, KnownKinds.Address);
        }
    }

    private static void AddPostcode(KnownDossier dossier, int person, string address)
    {
        for (var i = 0; i + 6 <= address.Length; i++)
        {
            if (!char.IsAsciiDigit(address[i]) || !char.IsAsciiDigit(address[i + 1]) || !char.IsAsciiDigit(address[i + 2]) || !char.IsAsciiDigit(address[i + 3]))
                continue;
            var letters = i + 4 < address.Length && address[i + 4] == ' ' ? i + 5 : i + 4;
            if (letters + 2 <= address.Length && char.IsAsciiLetter(address[letters]) && char.IsAsciiLetter(address[letters + 1]))
                dossier.AddHandle(WordHash.Of(address.Substring(i, 4) + address.Substring(letters, 2)), person);
        }
    }

    private void AddTight(KnownDossier dossier, int person, string text)
    {
        Normaliser.Read(text, 0, text.Length, _normal);
        var (hash, digits, letters) = (WordHash.Empty, 0, 0);
        foreach (var b in _normal.Bytes)
        {
            if (IsLetter(b))
                letters++;
            else if (b is >= (byte)'0' and <= (byte)'9')
                digits++;
            else
                continue;
            hash = WordHash.Add(hash, b);
        }

        if (digits + letters >= 3)
            dossier.AddHandle(hash, person);
    }

    private static void AddYear(KnownDossier dossier, string date)
    {
        for (var i = 0; i + 4 <= date.Length; i++)
        {
            if (int.TryParse(date.AsSpan(i, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 2100)
            {
                dossier.BirthYears.Add(year);
                return;
            }
        }
    }

    private bool IsParticle(string piece) => (lexicon.Find(piece) & WordKinds.Particle) != 0 && (lexicon.Find(piece) & WordKinds.Name) == 0;

    private bool IsOrdinary(string piece) => (lexicon.Find(piece) & (WordKinds.Ordinary | WordKinds.Keep | WordKinds.Particle)) != 0;

    private static bool IsLetter(byte b) => (b | 0x20) is >= (byte)'a' and <= (byte)'z' || b == Folds.ForeignLetter;

    private static Dictionary<ulong, string[]> ReadShortForms()
    {
        var forms = new Dictionary<ulong, string[]>();
        foreach (var line in Resources.Lines("shortforms.txt"))
        {
            var group = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in group)
            {
                SoundKey.Of(System.Text.Encoding.Latin1.GetBytes(name), true, out var key, out _);
                forms[key] = forms.TryGetValue(key, out var others) ? [.. others.Union(group)] : group;
            }
        }

        return forms;
    }
}
