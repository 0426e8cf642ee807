using System.Net;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Limits the requests of one client that are served at the same time, so that it leaves room for others. Behind a
/// trusted proxy each client counts by its own address.
/// </summary>
internal sealed class ClientLimit(RequestDelegate next, StudioSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _counts = [];

    public async Task InvokeAsync(HttpContext context)
    {
        // Whoever asks whether the studio is well must get an answer.
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        IPAddress client = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (!Enter(client))
        {
            await ProblemAnswers.WriteAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                $"{settings.Limits.MaxConnectionsPerAddress} requests of your address are served already, which is the "
                + "limit.");
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            Leave(client);
        }
    }

    private bool Enter(IPAddress client)
    {
        lock (_gate)
        {
            int count = _counts.GetValueOrDefault(client);
            if (count >= settings.Limits.MaxConnectionsPerAddress)
                return false;
            _counts[client] = count + 1;
            return true;
        }
    }

    private void Leave(IPAddress client)
    {
        lock (_gate)
        {
            if (--_counts[client] == 0)
                _counts.Remove(client);
        }
    }
}
