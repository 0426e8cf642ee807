using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;

namespace Impasto.Studio;

/// <summary>
/// A program that does the runs of a store in a database; there can be any number of them, on any machine.
/// </summary>
public static class StudioWorker
{
    /// <summary>
    /// Works until it is asked to end, and ends cleanly: the step is finished, and another worker resumes the run.
    /// </summary>
    /// <param name="settings">The settings; <see cref="StudioSettings.Store"/> is required.</param>
    /// <param name="started">Called once it works.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ImpastoException">The store can't be used, or there is none.</exception>
    public static async Task RunAsync(StudioSettings settings, Action started, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(started);
        if (settings.Store is null)
            throw new ImpastoException("A worker needs --store: the database where the runs wait.");
        settings.TryPainting();
        await using var store = StudioStore.Open(settings);
        // Not the current folder, which may be gone.
        var empty = new HostApplicationBuilderSettings
        {
            ApplicationName = "Impasto.Studio", ContentRootPath = AppContext.BaseDirectory,
        };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(empty);
        StudioServices.Add(builder, settings, store);
        using IHost host = builder.Build();
        await host.StartAsync(cancellation);
        started();
        var life = (IHostApplicationLifetime)host.Services.GetService(typeof(IHostApplicationLifetime))!;
        await using (cancellation.Register(life.StopApplication))
            await host.WaitForShutdownAsync(CancellationToken.None);
    }
}
