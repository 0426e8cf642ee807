using System.Threading.Channels;
using Impasto;
using Impasto.Networks.Weights;
using Impasto.Samples.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
var jobs = Channel.CreateBounded<PaintJob>(capacity: 100);
builder.Services.AddSingleton(jobs);
builder.Services.AddSingleton(new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice()));
builder.Services.AddSingleton(new StylizeOptions
{
    Sizing = new() { Size = builder.Configuration.GetValue("size", 512) },
});
builder.Services.AddHostedService<PaintWorker>();

// The jobs are lines of standard input: photograph, painting and result, separated by tabs.
using IHost host = builder.Build();
await host.StartAsync();
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Split('\t') is [var photo, var painting, var result])
        await jobs.Writer.WriteAsync(new PaintJob(photo, painting, result));
}

// Without this line the service waits for more.
jobs.Writer.Complete();
await Task.WhenAll(host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(Ended));
await host.StopAsync();

static Task Ended(BackgroundService service) => service.ExecuteTask ?? Task.CompletedTask;
