namespace Exchange.Disclosure.Redaction;

/// <summary>What a token is made of.</summary>
internal enum TokenKind : byte
{
    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>One sign.</summary>
    Mark,

    /// <summary>The end of a line.</summary>
    Break,
}

/// <summary>How the letters of a word are written.</summary>
internal enum Casing : byte
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>All small.</summary>
    Lower,

    /// <summary>A capital and then small, or one capital.</summary>
    Title,

    /// <summary>Two capitals or more and nothing else.</summary>
    Upper,

    /// <summary>Anything else.</summary>
    Mixed,
}

/// <summary>A word, a run of digits, a sign or the end of a line, with what is known of it. Computed once for each text.</summary>
internal struct Token
{
    /// <summary>Where it begins in the plain text.</summary>
    public int Start;

    /// <summary>Where it ends, exclusive.</summary>
    public int End;

    /// <summary>The fingerprint of a word.</summary>
    public ulong Hash;

    /// <summary>What is known of a word.</summary>
    public WordKinds Kinds;

    /// <summary>What it is made of.</summary>
    public TokenKind Kind;

    /// <summary>How a word is written.</summary>
    public Casing Case;

    /// <summary>The sign, or the first letter or digit.</summary>
    public byte First;

    /// <summary>Whether white space stands before it.</summary>
    public bool Spaced;

    /// <summary>Whether it begins a sentence.</summary>
    public bool Opens;

    /// <summary>Whether its sentence is in capitals, so that capitals say nothing.</summary>
    public bool Shouted;

    /// <summary>Whether a word has letters of another alphabet.</summary>
    public bool Foreign;

    /// <summary>What it turned out to be.</summary>
    public RedactionCategory Claim;

    /// <summary>Its length.</summary>
    public readonly int Length => End - Start;

    /// <summary>Whether it is a word of which something in a set is known.</summary>
    public readonly bool Is(WordKinds kinds) => (Kinds & kinds) != 0;

    /// <summary>Whether it is a certain sign.</summary>
    public readonly bool IsMark(char sign) => Kind == TokenKind.Mark && First == sign;

    /// <summary>Whether it is a word with a capital where that says something.</summary>
    public readonly bool Capital => Kind == TokenKind.Word && Case is not Casing.Lower && !Shouted;
}
