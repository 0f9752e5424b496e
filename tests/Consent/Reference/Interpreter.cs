namespace Exchange.Consent.Tests;

/// <summary>
/// DESIGN §4 read aloud, sentence by sentence and article by article: slow and, one hopes, obviously right. It shares nothing with
/// the compiled form but the parsed covenant.
/// </summary>
internal sealed class Interpreter(Covenant covenant)
{
    private static readonly Decision Guard = new(Level.None, null, DecisionReason.Guard);
    private static readonly Decision NoGrant = new(Level.None, null, DecisionReason.NoGrant);

    public Decision Decide(DecisionInput input) => Hear(input).About(input.Category, input.Source, input.Handling);

    /// <summary>Everything that does not depend on category, source and handling; these come with the question.</summary>
    public Hearing Hear(DecisionInput input) => Hear(input, inForum => new Hearing(covenant, inForum, null));

    /// <summary>
    /// The same, with another way to come by what the caller would hear in a meeting, for a test that has heard it already. Null stands
    /// for a meeting like another that is heard.
    /// </summary>
    public Hearing Hear(DecisionInput input, Func<DecisionInput, Hearing?> elsewhere) => new(covenant, input, elsewhere);

    internal sealed class Hearing
    {
        private readonly Covenant _covenant;
        private readonly DecisionInput _input;
        private readonly bool _guarded;
        private readonly bool _heard;
        private readonly Article[] _speaking = [];
        private readonly Dictionary<string, Article[]> _speakingAbout = [];
        private readonly Hearing[]? _seats;
        private Ceiling? _ceiling;

        public Hearing(Covenant covenant, DecisionInput input, Func<DecisionInput, Hearing?>? elsewhere)
        {
            _covenant = covenant;
            _input = input;
            _guarded = AGuardHolds();
            _heard = !_guarded && TheCallerIsKnown() && TheCallerBelongs();
            if (_heard)
                _speaking = [.. covenant.Articles.Where(Speaks).OrderBy(article => article.Id, StringComparer.Ordinal)];
            if (_heard && input is { BreakGlass: true, Forum: "none" } && TheGlassMayBeBroken())
                (_seats, _ceiling) = BehindTheGlass(elsewhere!);
        }

        /// <summary>
        /// A guard holds, the caller is nobody here, or no grant speaks: category and source are then not looked at, and every cell is
        /// the same.
        /// </summary>
        public bool EveryCellIsTheSame => _seats?.All(seat => seat.EveryCellIsTheSame) ?? !_speaking.Any(article => article.Effect == ArticleEffect.Grant);

        public Decision About(string? category, string? source, Handling? handling)
        {
            // "Guards come first"; pending askSource, embargo, secret, and a handling that is unknown.
            if (_guarded || handling != Handling.Open)
                return Guard;
            if (!_heard || category is null || !_covenant.Categories.ContainsKey(category))
                return NoGrant;

            // "Break-glass lifts the meeting condition": the highest that one of the seats gives, but for what lives in a meeting.
            if (_seats is not null)
            {
                return _seats
                    .Select(seat => seat.About(category, source, handling))
                    .Where(given => given.Level != Level.Anonymised)
                    .Append(NoGrant)
                    .OrderByDescending(given => given.Level)
                    .ThenBy(given => given.Article is null)
                    .ThenBy(given => given.Article, StringComparer.Ordinal)
                    .ThenBy(given => given.Reason)
                    .ThenBy(given => given.Terms?.Obliges?.KeepDays ?? 0)
                    .First();
            }

            var decision = ByArticles(category, source);

            // "A category gets at most max(anonymised, c); nothing is raised."
            var ceiling = OneView();
            var most = ceiling.Level > Level.Anonymised ? ceiling.Level : Level.Anonymised;
            if (decision.Level > most)
                decision = new Decision(most, ceiling.Article, DecisionReason.OneView, decision.Terms);

            // "When c is below full, the caller's own contributions are left out."
            if (ceiling.Level < Level.Full && source is not null && source == _input.Partner && decision.Level > Level.None)
                decision = new Decision(Level.None, ceiling.Article, DecisionReason.OwnContribution);

            // "Without a meeting anonymised gives none."
            if (decision.Level == Level.Anonymised && !InAMeeting)
                decision = NoGrant;
            return decision;
        }

        /// <summary>c: per identifying category the highest level over all sources, then the lowest of these.</summary>
        public Ceiling OneView() => _ceiling ??= WorkOutOneView();

        private bool InAMeeting => _input.Forum is not null && _covenant.Forums.ContainsKey(_input.Forum);

        private bool AGuardHolds()
        {
            if (_input.Date is not { } day || day < _covenant.From || (_covenant.Until is { } until && day >= until))
                return true;
            if (_input.Restriction is not Restriction.None)
                return true;
            if (_input.Case is not { } state || !Enum.IsDefined(state) || state == CaseState.Destroyed)
                return true;
            return state == CaseState.Signal && !(InAMeeting && _input.Forum is "meldpunt" or "voorportaal");
        }

        /// <summary>
        /// Where the caller sits by break-glass, and the ceiling there: no meeting, and every forum but the Meldpunt that it belongs
        /// to and that leaves it its circle. Of these, the ones where it sees best who it is, as long as that is above anonymised.
        /// Null when there is no such seat.
        /// </summary>
        private (Hearing[]? Seats, Ceiling? Ceiling) BehindTheGlass(Func<DecisionInput, Hearing?> elsewhere)
        {
            var seats = new List<(Hearing Own, List<Ceiling> Views)>();
            foreach (var forum in _covenant.Forums.Keys.Where(forum => forum != "meldpunt").Append("none"))
            {
                var there = _input with { Forum = forum, BreakGlass = false };
                var own = elsewhere(there);
                if (own is { _heard: true } && own.EffectiveCircle == EffectiveCircle)
                    seats.Add((own, [.. Enum.GetValues<Secrecy>().Select(secrecy => elsewhere(there with { Secrecy = secrecy })).OfType<Hearing>().Select(heard => heard.OneView())]));
            }

            var best = seats.Max(seat => seat.Views.Min(view => view.Level));
            if (best <= Level.Anonymised)
                return (null, null);
            seats.RemoveAll(seat => seat.Views.Min(view => view.Level) < best);
            var article = seats.SelectMany(seat => seat.Views).Where(view => view.Level == best).Select(view => view.Article).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();
            return ([.. seats.Select(seat => seat.Own)], new Ceiling(best, article));
        }

        private bool TheGlassMayBeBroken()
        {
            var rule = _covenant.BreakGlass;
            return rule.Allowed
                && (rule.Roles is null || rule.Roles.Contains(_input.Role!))
                && (rule.Purposes is null || (_input.Purpose is not null && rule.Purposes.Contains(_input.Purpose)));
        }

        private bool TheCallerIsKnown() =>
            _input.Partner is not null
            && _covenant.Partners.TryGetValue(_input.Partner, out var partner)
            && _input.Role is not null
            && partner.Roles.Contains(_input.Role)
            && (_input.Roles is null || _input.Roles.Contains(_input.Role));

        /// <summary>"A caller matching none gets none in that forum."</summary>
        private bool TheCallerBelongs()
        {
            if (!InAMeeting)
                return true;
            foreach (var entry in _covenant.Forums[_input.Forum!].Members)
            {
                if (entry.Partner is not null && entry.Partner == _input.Partner)
                    return true;
                if (entry.Roles is not null && entry.Roles.Contains(_input.Role!))
                    return true;
                if (entry.Relations is not null && Is(entry.Relations, CountedRelation) == Truth.Yes)
                    return true;
            }

            return false;
        }

        /// <summary>A backup counts as none until activated.</summary>
        private Relation? CountedRelation => _input.Relation switch
        {
            Relation.Backup => Relation.None,
            { } known when Enum.IsDefined(known) => known,
            _ => null,
        };

        /// <summary>Small only if the partner is small and the forum is small, without circle, or none; forum unknown, circle unknown.</summary>
        private Circle? EffectiveCircle
        {
            get
            {
                if (_input.Forum != "none" && !InAMeeting)
                    return null;
                var partnerIsSmall = _covenant.Partners[_input.Partner!].Circle == Circle.Small;
                var forumAllows = _input.Forum == "none"
                    || _covenant.Forums[_input.Forum!].Circle is null
                    || _covenant.Forums[_input.Forum!].Circle == Circle.Small;
                return partnerIsSmall && forumAllows ? Circle.Small : Circle.Wide;
            }
        }

        /// <summary>
        /// "A condition known not to match rules the article out; otherwise an unknown input fails a grant that tests it and applies
        /// a cap that tests it." Category and source are asked later.
        /// </summary>
        private bool Speaks(Article article)
        {
            var partner = _covenant.Partners[_input.Partner!];
            if (article.InForce is { } inForce && (_input.Date < inForce.From || _input.Date >= inForce.Until))
                return false;
            return Holds(article, article.To.Kinds is null || article.To.Kinds.Any(partner.Kinds.Contains) ? Truth.Yes : Truth.No)
                && Holds(article, Is(article.To.Partners, _input.Partner))
                && Holds(article, AtForum(article))
                && Holds(article, ForPurpose(article))
                && Holds(article, Is(article.To.Relations, CountedRelation))
                && Holds(article, Is(article.To.Circles, EffectiveCircle))
                && Holds(article, article.Effect == ArticleEffect.Grant ? Is(article.To.Roles, _input.Role) : AnyRoleOfTheToken(article.To.Roles))
                && Holds(article, Is(article.When.Cases, _input.Case))
                && Holds(article, Is(MinorsOf(article), _input.Minor is { } minor && Enum.IsDefined(minor) ? minor : null))
                && Holds(article, Is(article.When.Consents, _input.Consent is { } consent && Enum.IsDefined(consent) ? consent : null))
                && Holds(article, Is(article.When.Secrecies, _input.Secrecy is { } secrecy && Enum.IsDefined(secrecy) ? secrecy : null));
        }

        /// <summary>"minors: ownArticle": a grant that does not mention them is not about them.</summary>
        private IReadOnlySet<Minority>? MinorsOf(Article article) =>
            article.When.Minors is null && article.Effect == ArticleEffect.Grant && _covenant.MinorsNeedOwnArticle
                ? new HashSet<Minority> { Minority.No }
                : article.When.Minors;

        private static bool Holds(Article article, Truth condition) =>
            article.Effect == ArticleEffect.Grant ? condition == Truth.Yes : condition != Truth.No;

        private Truth AnyRoleOfTheToken(IReadOnlySet<string>? roles)
        {
            if (roles is null)
                return Truth.Yes;
            if (_input.Roles is null)
                return Truth.Unknown;
            return _input.Roles.Any(roles.Contains) ? Truth.Yes : Truth.No;
        }

        private Truth AtForum(Article article)
        {
            if (article.At is null)
                return Truth.Yes;
            if (_input.Forum == "none")
                return Truth.No;
            return InAMeeting ? Is(article.At, _input.Forum) : Truth.Unknown;
        }

        private Truth ForPurpose(Article article)
        {
            var known = _input.Purpose is not null && _covenant.Purposes.Contains(_input.Purpose);
            if (article.For is not null)
                return known ? Is(article.For, _input.Purpose) : Truth.Unknown;
            if (article.Effect == ArticleEffect.Cap)
                return Truth.Yes;
            return !known ? Truth.Unknown : _input.Purpose == "uitvraag" ? Truth.No : Truth.Yes;
        }

        /// <summary>level = min(max of matching grants, min of matching caps); ties go to the first id in ordinal order.</summary>
        private Decision ByArticles(string category, string? source)
        {
            var knownSource = source is not null && _covenant.Partners.ContainsKey(source) ? source : null;
            Article? grant = null, cap = null;
            foreach (var article in SpeakingAbout(category))
            {
                var from = Is(article.From, knownSource);
                if (article.Effect == ArticleEffect.Grant && from == Truth.Yes && (grant is null || article.Level > grant.Level))
                    grant = article;
                if (article.Effect == ArticleEffect.Cap && from != Truth.No && (cap is null || article.Level < cap.Level))
                    cap = article;
            }

            if (grant is null)
                return NoGrant;
            // "Every released section carries its obligations": the grant's, whatever lowers it.
            var terms = new Terms(grant.Ground, grant.Obliges);
            if (cap is not null && cap.Level < grant.Level)
            {
                // "A higher grant capped to existence gives none."
                return cap.Level is Level.None or Level.Existence
                    ? new Decision(Level.None, cap.Id, DecisionReason.Capped)
                    : new Decision(cap.Level, cap.Id, DecisionReason.Capped, terms);
            }

            return new Decision(grant.Level, grant.Id, grant.Level == Level.Existence ? DecisionReason.ExistenceOnly : DecisionReason.Granted, terms);
        }

        private Article[] SpeakingAbout(string category)
        {
            if (!_speakingAbout.TryGetValue(category, out var articles))
                _speakingAbout[category] = articles = [.. _speaking.Where(article => article.Categories is null || article.Categories.Contains(category))];
            return articles;
        }

        private Ceiling WorkOutOneView()
        {
            if (EveryCellIsTheSame && _covenant.Categories.Values.Any(category => category.Identifying))
                return new Ceiling(Level.None, null); // nothing is granted, of nobody's identity either

            var setters = new List<Decision>();
            var c = Level.Full;
            foreach (var category in _covenant.Categories.Values.Where(category => category.Identifying))
            {
                var perSource = _covenant.Partners.Keys.Select(source => ByArticles(category.Id, source)).ToList();
                var highest = perSource.Max(decision => decision.Level);
                if (highest < c)
                    setters.Clear();
                if (highest <= c)
                    setters.AddRange(perSource.Where(decision => decision.Level == highest));
                c = highest < c ? highest : c;
            }

            return new Ceiling(c, c == Level.Full ? null : setters.Select(decision => decision.Article).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault());
        }

        private static Truth Is<T>(IReadOnlySet<T>? values, T? value)
            where T : struct =>
            values is null ? Truth.Yes : value is not { } known ? Truth.Unknown : values.Contains(known) ? Truth.Yes : Truth.No;

        private static Truth Is(IReadOnlySet<string>? values, string? value) =>
            values is null ? Truth.Yes : value is null ? Truth.Unknown : values.Contains(value) ? Truth.Yes : Truth.No;
    }
}
