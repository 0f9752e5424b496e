namespace Exchange.Disclosure.Redaction;

/// <summary>Names on networks and in games that a word before them gives away: "insta: boef020", "zijn snapchat is lil moh".</summary>
internal static class Handles
{
    private const int Reach = 6;

    /// <summary>Claims what follows the name of a network, when it is no ordinary word.</summary>
    public static void Read(Page page, int cue)
    {
        for (var i = cue + 1; i < page.Count && i <= cue + Reach; i++)
        {
            page.Steps++;
            ref var token = ref page[i];
            if (token.Kind == TokenKind.Break || token.Claim != RedactionCategory.None)
                return;
            if (token.Kind == TokenKind.Mark)
            {
                if (token.First is (byte)':' or (byte)'"' or (byte)'\'' or (byte)'(' or (byte)'=' or (byte)'-')
                    continue;
                return;
            }

            if (token.Kind == TokenKind.Word && token.Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym) && !Joined(page, i))
            {
                if (Links.Contains(token.Hash))
                    continue;
                return;
            }

            if (token.Kind == TokenKind.Number && token.First == '0')
                return; // WhatsApp 06-8955 5519

            var to = i + 1;
            while (to < page.Count && !page[to].Spaced && (page[to].Kind is TokenKind.Word or TokenKind.Number
                || (page[to].First is (byte)'.' or (byte)'_' or (byte)'-' && to + 1 < page.Count && !page[to + 1].Spaced && page[to + 1].Kind != TokenKind.Break)))
                to++;
            if (page.IsMark(to, '#') && !page[to].Spaced && page.IsTight(to + 1, TokenKind.Number))
                to += 2;
            if (to > i + 1 || token.Kind == TokenKind.Word)
                page.Claim(i, to, RedactionCategory.Handle);
            return;
        }
    }

    private static bool Joined(Page page, int i) =>
        page.IsTight(i + 1, TokenKind.Number)
        || (page.IsMark(i + 1, '#') && page.IsTight(i + 1, TokenKind.Mark) && page.IsTight(i + 2, TokenKind.Number))
        || (page.IsTight(i + 1, TokenKind.Mark) && page[i + 1].First is (byte)'_' or (byte)'.' or (byte)'-' && page.IsTight(i + 2, TokenKind.Word) | page.IsTight(i + 2, TokenKind.Number));

    private static readonly WordSet Links = new(
        "account accountnaam naam is heet genaamd onder de als via op gebruikersnaam nickname profiel user hij zij het zijn "
        + "haar van bekend actief met tag id");
}
