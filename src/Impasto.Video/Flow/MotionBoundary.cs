namespace Impasto.Video.Flow;

/// <summary>Where two motions meet.</summary>
/// <remarks>
/// |grad u|^2 + |grad v|^2 > 0.01 |w|^2 + 0.002, central differences. Source: Ruder, Dosovitskiy and Brox, 2016,
/// equation 6, after Sundaram, Brox and Keutzer, ECCV 2010.
/// </remarks>
internal static class MotionBoundary
{
    public static bool IsAt(FlowField flow, int x, int y)
    {
        float[] u = flow.Horizontal, v = flow.Vertical;
        int k = (y * flow.Width) + x;
        int left = x > 0 ? k - 1 : k, right = x < flow.Width - 1 ? k + 1 : k;
        int upper = y > 0 ? k - flow.Width : k, lower = y < flow.Height - 1 ? k + flow.Width : k;
        float ux = 0.5f * (u[right] - u[left]), uy = 0.5f * (u[lower] - u[upper]);
        float vx = 0.5f * (v[right] - v[left]), vy = 0.5f * (v[lower] - v[upper]);
        float change = (ux * ux) + (uy * uy) + (vx * vx) + (vy * vy);
        return change > (0.01f * ((u[k] * u[k]) + (v[k] * v[k]))) + 0.002f;
    }
}
