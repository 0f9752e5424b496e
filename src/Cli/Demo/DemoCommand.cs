using System.CommandLine;
using Exchange.Audit;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;

namespace Exchange.Cli.Demo;

/// <summary><c>exchange demo</c>: a gateway with a PKI, a covenant and fictional dossiers of its own, and a tour of what it does.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "End after the tour: 0 when every step did what it should, else 1" };
        var command = new Command("demo", "Starts a gateway with fictional dossiers and shows who sees what; leaves nothing behind") { once };
        command.SetAction((call, cancellation) => RunAsync(call, call.GetValue(once), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, bool once, CancellationToken cancellation)
    {
        try
        {
            await using var demo = await DemoGateway.StartAsync(TimeProvider.System, cancellation);
            var screen = new TourScreen(call.InvocationConfiguration.Output);
            screen.Introduce(demo);
            var cast = await Cast.GatherAsync(demo, cancellation);
            var wrong = new List<string>();
            foreach (var scene in Tour.Scenes(cast))
            {
                var acts = new List<Act>();
                foreach (var step in scene)
                    acts.Add(await step.PlayAsync(demo, cancellation));
                screen.Show(demo, acts);
                wrong.AddRange(acts.SelectMany(act => act.Wrong));
            }

            var verdict = LogVerifier.Verify(demo.Log.Store, demo.Partnership);
            screen.ShowLog(verdict);
            if (!verdict.IsSound)
                wrong.Add("the log does not verify");
            foreach (var fault in wrong)
                call.InvocationConfiguration.Error.WriteLine($"exchange: {fault}");
            if (once)
                return wrong.Count == 0 ? Exit.Fine : Exit.No;

            screen.Invite(demo, cast);
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return wrong.Count == 0 ? Exit.Fine : Exit.No;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Exit.Fine;
        }
        catch (Exception e) when (e is ConfigurationException or IdentityConfigurationException or StoreUnavailableException or IOException)
        {
            return Exit.Unusable(call, e.Message);
        }
    }
}
