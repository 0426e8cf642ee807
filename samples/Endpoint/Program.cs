using Impasto;
using Impasto.Networks.Weights;
using Impasto.Samples.Endpoint;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
// One for all requests: it keeps the network on its device, and runs that come together wait for each other.
builder.Services.AddSingleton(new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice()));
builder.Services.AddSingleton(new StylizeOptions
{
    Sizing = new() { Size = builder.Configuration.GetValue("size", 512) },
});

WebApplication app = builder.Build();
app.MapPaint();
app.Run();
