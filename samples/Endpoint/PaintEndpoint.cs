using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;
using Impasto.Imaging;

namespace Impasto.Samples.Endpoint;

/// <summary>POST /paint: a photograph and a painting in; progress and the picture out, as server-sent events.</summary>
public static class PaintEndpoint
{
    private static readonly PictureReader s_reader = new(new PictureLimits { MaxPixels = 20_000_000 });

    /// <summary>Adds the endpoint, which takes a stylizer and its options as services.</summary>
    /// <param name="routes">The application.</param>
    public static void MapPaint(this IEndpointRouteBuilder routes) => routes.MapPost("/paint", async (
        IFormFile photo, IFormFile painting, Stylizer stylizer, StylizeOptions options, CancellationToken aborted) =>
    {
        try
        {
            Picture content = await s_reader.ReadAsync(photo.OpenReadStream(), photo.FileName, aborted);
            Picture style = await s_reader.ReadAsync(painting.OpenReadStream(), painting.FileName, aborted);
            var task = new StylizeTask(content, [new WeightedStyle(style)], options);
            var events = Channel.CreateUnbounded<SseItem<string>>();
            _ = PaintAsync(stylizer, task, events.Writer, aborted);
            return Results.ServerSentEvents(events.Reader.ReadAllAsync(aborted));
        }
        catch (PictureException problem)
        {
            return Results.Problem(problem.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }).DisableAntiforgery();

    // The token is the request's: when the client goes away, the run ends after its step.
    private static async Task PaintAsync(
        Stylizer stylizer, StylizeTask task, ChannelWriter<SseItem<string>> events, CancellationToken aborted)
    {
        try
        {
            StylizeResult result = await stylizer.RunAsync(task, new StepEvents(events), aborted);
            if (result.Outcome == StylizeOutcome.Cancelled)
                return;
            byte[] file = PictureWriter.Encode(result.Picture, PictureFormat.Png);
            events.TryWrite(new SseItem<string>(Convert.ToBase64String(file), "picture"));
        }
        catch (ImpastoException problem)
        {
            events.TryWrite(new SseItem<string>(problem.Message, "problem"));
        }
        finally
        {
            events.Complete();
        }
    }

    // Not Progress<T>, which reports later and on other threads: the last steps could come after the picture.
    private sealed class StepEvents(ChannelWriter<SseItem<string>> events) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => events.TryWrite(new SseItem<string>(
            JsonSerializer.Serialize(
                new { value.Step, value.TotalSteps, Loss = value.Loss.Total, value.RemainingSeconds },
                JsonSerializerOptions.Web),
            "progress"));
    }
}
