using Exchange.Commands;
using Exchange.Dossiers;

namespace Exchange.Cli.Demo;

/// <summary>A fictional case as it is taken over: active, with sections of several sources and a team.</summary>
/// <param name="Number">Its number, from 0; the same person every time.</param>
/// <param name="Person">Whom it is about.</param>
/// <param name="Sections">Its sections by source.</param>
/// <param name="Team">The lead first.</param>
internal sealed record SyntheticDossier(
    int Number,
    FictionalPerson Person,
    IReadOnlyList<(string Source, OfferedSection Section)> Sections,
    IReadOnlyList<TeamMember> Team)
{
    public TeamMember Lead => Team[0];
}
