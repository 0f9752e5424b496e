using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary><c>exchange.v1.MeetingService</c>: admits, translates, hands on, answers.</summary>
[BindServiceMethod(typeof(MeetingEndpoint), nameof(Bind))]
internal sealed class MeetingEndpoint(CallReader calls, PlanMeeting planMeeting, CloseMeeting closeMeeting) : MeetingService.MeetingServiceBase
{
    public static void Bind(ServiceBinderBase binder, MeetingService.MeetingServiceBase? service) => MeetingService.BindService(new ReadableRequests(binder), service);

    public override async Task<PlanResponse> Plan(PlanRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await planMeeting.HandleAsync(
            caller,
            new PlanMeetingRequest(
                request.Purpose,
                request.Forum,
                request.StartsAt.ToDateTimeOffset(),
                request.EndsAt.ToDateTimeOffset(),
                [.. request.Attendees.Select(a => new Dossiers.Attendee(a.Partner, a.Actor))],
                [.. request.Agenda.Select(id => new CaseId(id))],
                Idempotency.Of(context.Method, request.IdempotencyKey, request.ToByteArray())),
            meeting => Answers.Encode(new PlanResponse
            {
                MeetingId = meeting.Id.Value,
                OpensAt = Timestamp.FromDateTimeOffset(meeting.OpensAt),
                Agenda = { meeting.Agenda.Select(i => new V1.AgendaItem { CaseId = i.Case.Value, Alias = i.Alias }) },
            }),
            bytes => PlanResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<CloseResponse> Close(CloseRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await closeMeeting.HandleAsync(
            caller,
            new CloseMeetingRequest(
                request.Purpose,
                new MeetingId(request.MeetingId),
                [.. request.Outcomes.Select(o => (new CaseId(o.CaseId), Vocabulary.CaseState(o.State)))]),
            at => Answers.Encode(new CloseResponse { ClosedAt = Timestamp.FromDateTimeOffset(at) }),
            bytes => CloseResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }
}
