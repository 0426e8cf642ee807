using System.Threading.Channels;
using Impasto.Imaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Impasto.Samples.Worker;

/// <summary>Makes the pictures of a channel one after the other, until the service stops or the channel ends.</summary>
/// <param name="jobs">The pictures to make; a bounded channel lets its writers wait.</param>
/// <param name="stylizer">Makes them.</param>
/// <param name="options">The recipe of all.</param>
/// <param name="log">Receives an entry for each picture.</param>
public sealed class PaintWorker(
    Channel<PaintJob> jobs, Stylizer stylizer, StylizeOptions options, ILogger<PaintWorker> log) : BackgroundService
{
    private readonly PictureReader _reader = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (PaintJob job in jobs.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await PaintAsync(job, stoppingToken);
            }
            catch (ImpastoException problem)
            {
                // One picture can't be made; the next ones can.
                log.LogError("{Result}: {Problem}", job.Result, problem.Message);
            }
        }
    }

    private async Task PaintAsync(PaintJob job, CancellationToken stopping)
    {
        Picture photo = await _reader.ReadAsync(job.Photo, stopping);
        Picture painting = await _reader.ReadAsync(job.Painting, stopping);
        var task = new StylizeTask(photo, [new WeightedStyle(painting)], options);

        StylizeResult result = await stylizer.RunAsync(task, cancellation: stopping);

        // The service stops: half a picture is not a result.
        stopping.ThrowIfCancellationRequested();
        PictureWriter.Write(result.Picture, job.Result, new PictureWriteOptions { Overwrite = true });
        log.LogInformation("{Result}: {Steps} steps, {Seconds:0.0} s", job.Result, result.Losses.Count, result.Seconds);
    }
}
