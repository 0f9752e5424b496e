using Exchange.Dossiers;
using Exchange.Gateway.Hosting;
using Exchange.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Attendee = Exchange.V1.Attendee;
using Case = Exchange.Dossiers.Case;
using Relation = Exchange.Consent.Relation;

namespace Exchange.Cli.Demo;

/// <summary>A case on the agenda of a meeting.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Forum">The forum that sits.</param>
/// <param name="Alias">The case's name in this meeting.</param>
internal sealed record Seat(string Meeting, string Forum, string Alias);

/// <summary>A dossier and the case that it became.</summary>
internal sealed record Known(SyntheticDossier Dossier, Case Case);

/// <summary>Who and what the tour is about: people, cases, and meetings that the secretary plans over gRPC.</summary>
internal sealed record Cast
{
    private const string Regieoverleg = "regieoverleg";
    private const string Itat = "itat";
    private const string Planning = "regie";

    /// <summary>Plans meetings for OOV.</summary>
    public static readonly Person Secretary = new("oov", "s.oov.01", "secretary");

    public static readonly Person Police = new("politie", "c.politie.01", "caseworker");

    public static readonly Person Health = new("ggd", "c.ggd.01", "caseworker");

    /// <summary>The case that police and health service both discuss.</summary>
    public required Known Discussed { get; init; }

    /// <summary>A regisseur of the GGD, its own case, and a colleague's.</summary>
    public required Person Regisseur { get; init; }

    public required Known Own { get; init; }

    public required Known Colleagues { get; init; }

    /// <summary>Somebody in the team of a case.</summary>
    public required Person Member { get; init; }

    public required Known TeamCase { get; init; }

    /// <summary>An open Regieoverleg, an open ITAT, and an ITAT of which the minutes are fixed.</summary>
    public required Seat Small { get; init; }

    public required Seat Wide { get; init; }

    public required Seat Over { get; init; }

    /// <summary>Chooses them and plans the meetings.</summary>
    /// <exception cref="ConfigurationException">The gateway refused, which it should not.</exception>
    public static async Task<Cast> GatherAsync(DemoGateway demo, CancellationToken cancellation)
    {
        var known = demo.Dossiers.Select(d => new Known(d.Dossier, d.Case)).ToList();
        // The first dossier has a section of nearly every kind.
        var discussed = known[0];
        var own = known.First(k => k.Dossier.Lead.Partner == Health.Partner);
        var colleagues = known.First(k => k.Dossier.Lead.Partner == Health.Partner && k.Dossier.Lead.Actor != own.Dossier.Lead.Actor);
        var team = known.First(k => k != discussed && k != own && k.Dossier.Team.Any(m => m.Relation == Relation.Member));
        var member = team.Dossier.Team.First(m => m.Relation == Relation.Member);
        var now = demo.Time.GetUtcNow();
        try
        {
            var small = await PlanAsync(demo, Regieoverleg, now.AddDays(1), [Secretary, Police], discussed, cancellation);
            var wide = await PlanAsync(demo, Itat, now.AddDays(2), [Secretary, Police, Health], discussed, cancellation);
            var over = await PlanAsync(demo, Itat, now.AddHours(-2), [Secretary, Police, Health], discussed, cancellation);
            await demo.CallAsync(
                "MeetingService/Close",
                new CloseRequest
                {
                    Partnership = demo.Partnership.Value,
                    ActingRole = Secretary.Role,
                    MeetingId = over.Meeting,
                    Purpose = Planning,
                },
                Secretary,
                Secretary,
                cancellation);
            return new Cast
            {
                Discussed = discussed,
                Regisseur = new Person(Health.Partner, own.Dossier.Lead.Actor, "regisseur"),
                Own = own,
                Colleagues = colleagues,
                Member = new Person(member.Partner, member.Actor, "caseworker"),
                TeamCase = team,
                Small = small,
                Wide = wide,
                Over = over,
            };
        }
        catch (RpcException e)
        {
            throw new ConfigurationException($"The gateway does not let the secretary prepare the tour: {Call.RefusalDetails.Of(e).Message}");
        }
        finally
        {
            demo.Log.TakeNew();
        }
    }

    private static async Task<Seat> PlanAsync(
        DemoGateway demo, string forum, DateTimeOffset starts, Person[] attendees, Known known, CancellationToken cancellation)
    {
        var request = new PlanRequest
        {
            Partnership = demo.Partnership.Value,
            ActingRole = Secretary.Role,
            IdempotencyKey = RandomId.Create(),
            Purpose = Planning,
            Forum = forum,
            StartsAt = Timestamp.FromDateTimeOffset(starts),
            EndsAt = Timestamp.FromDateTimeOffset(starts.AddHours(3)),
            Attendees = { attendees.Select(a => new Attendee { Partner = a.Partner, Actor = a.Actor }) },
            Agenda = { known.Case.Id.Value },
        };
        var answer = await demo.CallAsync("MeetingService/Plan", request, Secretary, Secretary, cancellation);
        var planned = (PlanResponse)answer.Message;
        return new Seat(planned.MeetingId, forum, planned.Agenda.Single().Alias);
    }
}
