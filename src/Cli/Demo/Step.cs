using Exchange.Cli.Call;
using Exchange.V1;
using Grpc.Core;
using Level = Exchange.Consent.Level;
using Relation = Exchange.Consent.Relation;

namespace Exchange.Cli.Demo;

/// <summary>What should come of a step.</summary>
internal abstract record Expected
{
    /// <summary>A view is released.</summary>
    /// <param name="View">Its level.</param>
    /// <param name="Relation">What the caller is to the case.</param>
    /// <param name="Shown">Categories that must be there, with level and article as a reader of the covenant expects them.</param>
    /// <param name="Absent">Categories that the dossier has and the view must not.</param>
    public sealed record Released(
        Level View,
        Relation Relation,
        IReadOnlyList<(string Category, Level Level, string Article)> Shown,
        IReadOnlyList<string> Absent) : Expected;

    /// <summary>Nothing is released.</summary>
    /// <param name="Reason">What the caller is told.</param>
    public sealed record Refused(string Reason) : Expected;
}

/// <summary>One step of the tour: somebody asks for a basisdossier.</summary>
internal sealed record Step
{
    public required string Title { get; init; }

    /// <summary>Who asks.</summary>
    public required Person Caller { get; init; }

    /// <summary>Whose token goes along, when it is somebody else's.</summary>
    public Person? TokenOf { get; init; }

    /// <summary>The case that is asked for.</summary>
    public required Known About { get; init; }

    /// <summary>The meeting, or null outside one.</summary>
    public Seat? At { get; init; }

    /// <summary>Whether the case is named by its alias in the meeting.</summary>
    public bool ByAlias { get; init; }

    public required string Purpose { get; init; }

    public required Expected Expected { get; init; }

    /// <summary>What happens just before, or null.</summary>
    public Func<DemoGateway, Task>? Before { get; init; }

    public GetBasisdossierRequest Request(DemoGateway demo)
    {
        var request = new GetBasisdossierRequest
        {
            Partnership = demo.Partnership.Value,
            ActingRole = Caller.Role,
            Purpose = Purpose,
            MeetingId = At?.Meeting ?? "",
        };
        if (ByAlias)
            request.Alias = At!.Alias;
        else
            request.CaseId = About.Case.Id.Value;
        return request;
    }

    /// <summary>Makes the call, and looks at what came back and what the log says of it.</summary>
    public async Task<Act> PlayAsync(DemoGateway demo, CancellationToken cancellation)
    {
        if (Before is not null)
            await Before(demo);
        demo.Log.TakeNew();
        Answer? answer = null;
        RefusalDetails? refusal = null;
        try
        {
            answer = await demo.CallAsync("DossierService/GetBasisdossier", Request(demo), Caller, TokenOf ?? Caller, cancellation);
        }
        catch (RpcException e)
        {
            refusal = RefusalDetails.Of(e);
        }

        return new Inspector(demo, this, answer, refusal, demo.Log.TakeNew()).Inspect();
    }
}
