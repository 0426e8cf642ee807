using System.Collections.Concurrent;
using System.Data.Common;
using Impasto.Studio.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Impasto.Studio.Safety;

/// <summary>
/// Ends the requests whose token is revoked while they are served, such as event streams; new ones are refused anyway.
/// </summary>
internal sealed class TokenWatch(TokenStore tokens, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Served, bool> _served = new();

    /// <summary>Serves a request that a token of some name admitted.</summary>
    public async Task ServeAsync(HttpContext context, string name, RequestDelegate next)
    {
        using var served = new Served(context, name);
        _served[served] = true;
        try
        {
            await next(context);
        }
        finally
        {
            _served.TryRemove(served, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync();
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task LookAsync()
    {
        if (_served.IsEmpty)
            return;
        try
        {
            HashSet<string> known = await tokens.NamesAsync();
            foreach (Served served in _served.Keys.Where(served => !known.Contains(served.Name)))
                served.Abort();
        }
        catch (DbException)
        {
            // While the store is away nobody can revoke a token.
        }
    }

    private sealed class Served(HttpContext context, string name) : IDisposable
    {
        private readonly Lock _gate = new();
        private bool _isOver;

        public string Name => name;

        // ASP.NET uses the context for the connection's next request.
        public void Abort()
        {
            lock (_gate)
            {
                if (!_isOver)
                    context.Abort();
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _isOver = true;
        }
    }
}
