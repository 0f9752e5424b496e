using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>A case (<em>casus</em>): one subject that partners look after together.</summary>
/// <param name="Id">The case.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="OpenedOn">The Amsterdam day on which it was opened.</param>
public sealed record Case(CaseId Id, SubjectId Subject, CaseState State, DateOnly OpenedOn)
{
    /// <summary>
    /// Whether a case may go from one state to another:
    /// <c>signal → weighed → declined | active ⇄ onHold → closed → destroyed</c>; an active case may close at once.
    /// </summary>
    public static bool MayMove(CaseState from, CaseState to) => (from, to) switch
    {
        (CaseState.Signal, CaseState.Weighed) => true,
        (CaseState.Weighed, CaseState.Declined or CaseState.Active) => true,
        (CaseState.Active, CaseState.OnHold or CaseState.Closed) => true,
        (CaseState.OnHold, CaseState.Active or CaseState.Closed) => true,
        (CaseState.Declined or CaseState.Closed, CaseState.Destroyed) => true,
        _ => false,
    };
}

/// <summary>What one actor is to one case. An actor has at most one relation to a case.</summary>
/// <param name="Partner">The actor's partner.</param>
/// <param name="Actor">The actor, by the subject of the partner's tokens.</param>
/// <param name="Relation">The relation; <see cref="Relation.None"/> ends it.</param>
public sealed record TeamMember(string Partner, string Actor, Relation Relation);
