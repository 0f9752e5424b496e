using Exchange.Consent;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>Who asks for which case, where and what for.</summary>
/// <param name="Dossier">The case, by its place among the dossiers.</param>
/// <param name="Partner">The caller's partner.</param>
/// <param name="Role">The acting role.</param>
/// <param name="AllRoles">Whether the token lists every role of the partner, or the acting role alone.</param>
/// <param name="Relation">What the caller is to the case.</param>
/// <param name="Forum">The forum of the meeting, or <c>none</c>.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="ByAlias">Whether the caller names the case by its alias, or by its id.</param>
internal readonly record struct Situation(
    int Dossier, string Partner, string Role, bool AllRoles, Relation Relation, string Forum, string Purpose, bool ByAlias);
