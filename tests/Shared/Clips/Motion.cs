namespace Impasto.Tests.Clips;

/// <summary>
/// A steady motion in the plane: turn and zoom about a centre, and a shift, each in proportion to the time.
/// </summary>
/// <param name="CenterX">Centre of turn and zoom at time 0, pixels from the left.</param>
/// <param name="CenterY">Centre of turn and zoom at time 0, pixels from the top.</param>
internal sealed record Motion(double CenterX, double CenterY)
{
    /// <summary>Pixels to the right in a unit of time.</summary>
    public double ShiftX { get; init; }

    /// <summary>Pixels down in a unit of time.</summary>
    public double ShiftY { get; init; }

    /// <summary>Degrees in a unit of time.</summary>
    public double Turn { get; init; }

    /// <summary>Factor in a unit of time.</summary>
    public double Zoom { get; init; } = 1;

    /// <summary>Where a point of the material is at a time.</summary>
    public (double X, double Y) Place(double x, double y, double time)
    {
        (double sin, double cos) = Math.SinCos(Turn * time * Math.PI / 180);
        double scale = Math.Pow(Zoom, time), dx = x - CenterX, dy = y - CenterY;
        return (
            CenterX + (ShiftX * time) + (scale * ((cos * dx) - (sin * dy))),
            CenterY + (ShiftY * time) + (scale * ((sin * dx) + (cos * dy))));
    }

    /// <summary>Which point of the material is at a place at a time: the inverse of <see cref="Place"/>.</summary>
    public (double X, double Y) Material(double x, double y, double time)
    {
        (double sin, double cos) = Math.SinCos(Turn * time * Math.PI / 180);
        double scale = Math.Pow(Zoom, -time), dx = x - CenterX - (ShiftX * time), dy = y - CenterY - (ShiftY * time);
        return (CenterX + (scale * ((cos * dx) + (sin * dy))), CenterY + (scale * ((cos * dy) - (sin * dx))));
    }
}
