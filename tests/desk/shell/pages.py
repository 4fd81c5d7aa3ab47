"""Pages of the stage."""

BLANK = """{% extends "desk/shell/page.jinja" %}{% block name %}Inbox{% endblock %}
{% block content %}<h1>Inbox</h1>{% endblock %}"""

POPUP = """{% from "desk/shell/components.jinja" import popup %}
{{ popup("Vera Lindqvist", "lead", "Lead of yours", "Alder bench", card_url="/leads/1/") }}"""

THREAD = """{% extends "desk/shell/page.jinja" %}
{% block name %}Inbox{% endblock %}
{% block content %}
<h1>Inbox</h1>
<section data-thread="42" data-messages="/lines/">
  <div class="f-thread" data-lines></div>
  <div data-typing hidden><em></em></div>
</section>
<form data-compose="42" method="post" action="/inbox/42/messages/">
  <label>Write<textarea name="text"></textarea></label>
  <label><input type="radio" name="kind" value="agent" checked>Reply</label>
  <label><input type="radio" name="kind" value="note">Note</label>
  <button>Send</button>
</form>
<template id="line-agent">
  <div class="f-msg out wait"><span class="tm"></span><div class="bub"></div></div>
</template>
<template id="line-note">
  <div class="f-inote wait"><div class="bub"></div><span class="tm"></span></div>
</template>
{% endblock %}
{% block modules %}
<script type="module" src="/static/js/thread.js"></script>
<script type="module" src="/static/js/composer.js"></script>
{% endblock %}"""

RINGS = """{% extends "desk/shell/page.jinja" %}
{% block name %}Live{% endblock %}
{% block content %}
<h1>Live</h1>
<div class="f-live"><f-rings class="f-rings">
  {% for n in range(70) %}
  {% set ring = 1 if n < 4 else 2 if n < 14 else 3 if n < 30 else 4 %}
  <a class="f-peb sm" href="/leads/1/" data-ring="{{ ring }}" data-key="{{ n }}">V</a>
  {% endfor %}
</f-rings></div>
{% endblock %}
{% block modules %}<script type="module" src="/static/js/rings.js"></script>{% endblock %}"""
