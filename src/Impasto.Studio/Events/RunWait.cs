using System.Diagnostics;
using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace Impasto.Studio.Events;

/// <summary>
/// Lets the answer to a request wait until its run is over or paused, if the request prefers that: Prefer: wait=SECONDS
/// (RFC 7240).
/// </summary>
internal sealed class RunWait(RunWatch watch, RunStore runs, IHostApplicationLifetime life)
{
    private const string Wait = "wait=";

    // Proxies close a connection that is silent for longer.
    private const int MostSeconds = 600;

    /// <summary>The run's state when it is over or paused, or when the time is.</summary>
    /// <param name="context">The request; its answer says whether its wish was obeyed.</param>
    /// <param name="run">The run.</param>
    public async Task<StudioRun> ForAsync(HttpContext context, StudioRun run)
    {
        if (Seconds(context.Request.Headers["Prefer"]) is not { } seconds)
            return run;
        using RunSubscription? subscription = await TrySubscribeAsync(run.Id);
        if (subscription is null)
            return run;
        context.Response.Headers["Preference-Applied"] = $"{Wait}{seconds}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, life.ApplicationStopping);
        try
        {
            StudioRun found = await runs.FindAsync(run.Id) ?? run;
            if (RunMessage.Of(found).IsLast)
                return found;
            long start = Stopwatch.GetTimestamp();
            bool isLast = false;
            TimeSpan left = TimeSpan.FromSeconds(seconds);
            while (!isLast && left > TimeSpan.Zero)
            {
                isLast = (await subscription.TakeAsync(left, end.Token)).Any(message => message.IsLast);
                left = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(start);
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The studio ends: the state so far is the answer.
        }

        return await runs.FindAsync(run.Id) ?? run;
    }

    // The run is there already: too many open streams must not turn its creation into an error.
    private async Task<RunSubscription?> TrySubscribeAsync(Guid run)
    {
        try
        {
            return await watch.SubscribeAsync(run);
        }
        catch (StudioProblem)
        {
            return null;
        }
    }

    // What can't be read is no error: RFC 7240, section 2.
    private static int? Seconds(StringValues header)
    {
        string? wait = header.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .FirstOrDefault(part => part.StartsWith(Wait, StringComparison.OrdinalIgnoreCase));
        bool isNumber = int.TryParse(
            wait?[Wait.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds);
        return isNumber ? Math.Min(seconds, MostSeconds) : null;
    }
}
