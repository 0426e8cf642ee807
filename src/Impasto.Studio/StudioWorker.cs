using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;

namespace Impasto.Studio;

/// <summary>A program that does runs of a store in a database; there can be any number, anywhere.</summary>
public static class StudioWorker
{
    /// <summary>Works until it is ended, and ends cleanly: the step is finished, and somebody else goes on.</summary>
    /// <param name="settings">How; with a store.</param>
    /// <param name="started">Hears that it has begun.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ImpastoException">The store can't be used, or there is none.</exception>
    public static async Task RunAsync(StudioSettings settings, Action started, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(started);
        if (settings.Store is null)
            throw new ImpastoException("A worker needs --store: the database where the runs wait.");
        await using var store = StudioStore.Open(settings);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Impasto.Studio" });
        StudioServices.Add(builder, settings, store);
        using IHost host = builder.Build();
        await host.StartAsync(cancellation);
        started();
        IHostApplicationLifetime life = (IHostApplicationLifetime)host.Services.GetService(typeof(IHostApplicationLifetime))!;
        await using (cancellation.Register(life.StopApplication))
            await host.WaitForShutdownAsync(CancellationToken.None);
    }
}
