from __future__ import annotations

from pathlib import Path

import pytest

from careerbot.config import Config, ConfigError, find_layers, load_config, read_config

TOKEN = "123456:ABC-def_1234"


def test_without_any_variable_every_setting_has_its_default():
    assert read_config({}) == Config()


def test_settings_are_read_from_variables_with_the_prefix():
    config = read_config(
        {
            "CAREERBOT_TOKEN": f" {TOKEN}\n",
            "CAREERBOT_API_URL": "http://127.0.0.1:8081",
            "CAREERBOT_KNOWLEDGE": "built-in:/srv/school",
            "CAREERBOT_STATE": "sqlite:////state/bot.sqlite",
            "CAREERBOT_LOG": "json:debug",
            "CAREERBOT_GAPS_DAYS": "30",
            "CAREERBOT_STAFF_CHAT": "-1001234567890",
            "TOKEN": "ignored",
        }
    )
    assert config.token == TOKEN
    assert config.api_url == "http://127.0.0.1:8081"
    assert config.knowledge == ("built-in", "/srv/school")
    assert config.state == "sqlite:////state/bot.sqlite"
    assert config.gaps_days == 30
    assert config.staff_chat == -1001234567890
    assert (config.log_format, config.log_level) == ("json", "debug")


def test_a_log_form_alone_keeps_the_default_level():
    assert read_config({"CAREERBOT_LOG": "json"}).log_level == "info"


def test_the_token_may_stand_in_a_file(tmp_path):
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    path.chmod(0o600)
    config = read_config({"CAREERBOT_TOKEN_FILE": str(path)})
    assert (config.token, config.warnings) == (TOKEN, ())


def test_a_token_file_that_everybody_can_read_is_warned_of(tmp_path):
    path = tmp_path / "token"
    path.write_text(TOKEN)
    path.chmod(0o644)
    assert str(path) in read_config({"CAREERBOT_TOKEN_FILE": str(path)}).warnings[0]


def test_the_token_never_shows_when_settings_are_printed():
    assert TOKEN not in repr(read_config({"CAREERBOT_TOKEN": TOKEN}))


def test_the_password_of_a_state_in_a_database_stays_out_of_the_repr():
    config = read_config({"CAREERBOT_STATE": "postgresql://bot:geheim@db/talks"})
    assert config.state == "postgresql://bot:geheim@db/talks"
    assert "geheim" not in repr(config)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CAREERBOT_TOKEN": "hunter two"}, "CAREERBOT_TOKEN"),
        ({"CAREERBOT_TOKEN_FILE": "/nowhere/token"}, "CAREERBOT_TOKEN_FILE"),
        ({"CAREERBOT_API_URL": "127.0.0.1:8081"}, "CAREERBOT_API_URL"),
        ({"CAREERBOT_STATE": "bot.sqlite"}, "CAREERBOT_STATE"),
        ({"CAREERBOT_STAFF_CHAT": "@staff"}, "CAREERBOT_STAFF_CHAT must be the number of a group"),
        ({"CAREERBOT_STAFF_CHAT": "1001234567890"}, "CAREERBOT_STAFF_CHAT"),
        ({"CAREERBOT_LOG": "xml"}, "CAREERBOT_LOG"),
        ({"CAREERBOT_LOG": "text:loud"}, "CAREERBOT_LOG"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variables, named):
    with pytest.raises(ConfigError, match=named):
        read_config(variables)


def test_a_faulty_token_is_not_repeated_in_the_message():
    with pytest.raises(ConfigError) as raised:
        read_config({"CAREERBOT_TOKEN": "hunter two"})
    assert "hunter" not in str(raised.value)


def test_the_environment_goes_before_the_env_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("CAREERBOT_LOG=json:error\nCAREERBOT_STATE=memory:\n")
    monkeypatch.setenv("CAREERBOT_LOG", "text:debug")
    monkeypatch.delenv("CAREERBOT_STATE", raising=False)
    config = load_config(tmp_path)
    assert (config.log_format, config.log_level, config.state) == ("text", "debug", "memory:")


def test_naming_no_layer_means_the_built_in_knowledge():
    (layer,) = find_layers(())
    assert (layer / "sources.yaml").is_file()


def test_layers_keep_their_order_and_built_in_stands_for_our_own(tmp_path):
    assert find_layers(["built-in", str(tmp_path)]) == (*find_layers(()), Path(tmp_path))


def test_a_layer_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        find_layers([str(tmp_path / "nowhere")])


@pytest.mark.parametrize("days", ["-1", "soon", "1.5", "99999", "٣"])
def test_days_that_are_no_number_are_refused(days):
    with pytest.raises(ConfigError, match="CAREERBOT_GAPS_DAYS must be a number of days"):
        read_config({"CAREERBOT_GAPS_DAYS": days})


def test_no_days_at_all_can_be_set():
    assert read_config({"CAREERBOT_GAPS_DAYS": "0"}).gaps_days == 0


def test_a_webhook_is_described_by_its_own_settings(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a_secret-1\n")
    secret.chmod(0o600)
    config = read_config(
        {
            "CAREERBOT_TOKEN": TOKEN,
            "CAREERBOT_WEBHOOK_URL": "https://bot.example.org/in",
            "CAREERBOT_WEBHOOK_LISTEN": "0.0.0.0",
            "CAREERBOT_WEBHOOK_PORT": "8443",
            "CAREERBOT_WEBHOOK_SECRET_FILE": str(secret),
            "CAREERBOT_METRICS_LISTEN": "::1",
            "CAREERBOT_METRICS_PORT": "9090",
        }
    )
    assert (config.webhook_url, config.webhook_secret) == ("https://bot.example.org/in", "a_secret-1")
    assert (config.webhook_listen, config.webhook_port) == ("0.0.0.0", 8443)
    assert (config.metrics_listen, config.metrics_port) == ("::1", 9090)
    assert "a_secret-1" not in repr(config)


def test_nobody_but_this_machine_is_listened_to_unless_told_so():
    config = read_config({"CAREERBOT_TOKEN": TOKEN, "CAREERBOT_WEBHOOK_URL": "https://bot.example.org/in"})
    assert (config.webhook_listen, config.metrics_listen, config.metrics_port) == ("127.0.0.1", "127.0.0.1", 0)


def test_without_a_secret_all_processes_with_one_token_share_one_that_does_not_show_it():
    one, same, other = (read_config({"CAREERBOT_TOKEN": token}).webhook_secret for token in (TOKEN, TOKEN, TOKEN + "x"))
    assert one == same != other
    assert TOKEN.partition(":")[2] not in one


def test_a_secret_file_that_everybody_can_read_is_warned_of(tmp_path):
    path = tmp_path / "secret"
    path.write_text("a_secret-1")
    path.chmod(0o644)
    assert str(path) in read_config({"CAREERBOT_WEBHOOK_SECRET_FILE": str(path)}).warnings[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_URL", "bot.example.org/in"),
        ("WEBHOOK_URL", "ftp://bot.example.org"),
        ("WEBHOOK_URL", "https:///in"),
        ("WEBHOOK_URL", f"https://bot.example.org/{TOKEN}"),
        ("WEBHOOK_URL", f"https://bot.example.org/{TOKEN.partition(':')[2]}/in"),
        ("WEBHOOK_PORT", "http"),
        ("WEBHOOK_PORT", "65536"),
        ("METRICS_PORT", "-1"),
        ("WEBHOOK_SECRET", "two words"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("WEBHOOK_SECRET_FILE", "/nowhere/secret"),
    ],
)
def test_a_setting_of_the_webhook_that_cannot_be_used_is_named_without_what_it_hides(name, value):
    with pytest.raises(ConfigError, match=f"CAREERBOT_{name}") as raised:
        read_config({"CAREERBOT_TOKEN": TOKEN, f"CAREERBOT_{name}": value})
    assert TOKEN.partition(":")[2] not in str(raised.value)
    assert "two words" not in str(raised.value)


def test_what_is_given_on_the_command_line_goes_before_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("CAREERBOT_WEBHOOK_URL", "https://old.example.org/in")
    config = load_config(tmp_path, {"CAREERBOT_WEBHOOK_URL": "https://new.example.org/in"})
    assert config.webhook_url == "https://new.example.org/in"
