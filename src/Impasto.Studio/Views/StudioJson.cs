using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Impasto.Studio.Views;

/// <summary>The JSON of answers, events and webhooks.</summary>
internal static class StudioJson
{
    /// <summary>The settings.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Changes the usual settings of web answers into these.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        // A number is a number: with the usual setting the description would allow texts as well.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new TimeConverter());
    }

    /// <summary>A stored time, in milliseconds since 1970, as views have it.</summary>
    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Times of ISO 8601 in UTC with milliseconds: 2026-01-31T12:00:00.000Z.</summary>
    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
    }
}
